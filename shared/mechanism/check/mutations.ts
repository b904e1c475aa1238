import type { Mutation } from './mutation.ts'
import {
  isDistribution,
  spoiltDistribution,
  spoiltRows,
  spoiltTensor,
  toTensor,
  withValue,
} from './tensor-mutations.ts'

const DEPTH = 10_000

/** What no parser may take in place of anything. */
export const FOREIGN: readonly Mutation[] = [
  { name: 'nothing', input: undefined },
  { name: 'null', input: null },
  { name: 'a number', input: 1 },
  { name: 'NaN', input: Number.NaN },
  { name: 'a text', input: 'answer' },
  { name: 'true', input: true },
  { name: 'an empty list', input: [] },
  { name: 'an empty object', input: {} },
  { name: 'a list of lists of lists', input: nested(DEPTH) },
  { name: 'a list of objects', input: [{}, {}, {}] },
  { name: 'a prototype', input: JSON.parse('{"__proto__": {"dims": [3, 2], "data": ""}}') },
  { name: 'a constructor', input: { constructor: { prototype: {} } } },
]

function nested(depth: number): unknown {
  let value: unknown = []
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

/** A valid input with its form spoilt in one place at a time: keys, kinds and tensors. */
export const spoiltForms = (valid: unknown): readonly Mutation[] =>
  atEveryPlace(valid, (value) => [...spoiltKeys(value), ...spoiltLeaf(value), ...spoiltTensor(value)])

/** Valid answers with their values spoilt in one place at a time: what is no probabilities any more, or too many or few. */
export const spoiltValues = (valid: unknown, count: number): readonly Mutation[] => [
  ...atEveryPlace(valid, (value) => [...spoiltRows(value), ...spoiltDistribution(value)]),
  ...atEveryPlace(valid, (value) => spoiltCount(value, count)),
]

/** Numbers at the ends of what there is: they may be refused or scored, but not break a score. */
const EXTREMES: readonly number[] = [0, -1, 1e-300, -1e-300, 1e30, 1e308, -1e308]

/** Valid answers with one number at a time as far out as numbers go. */
export const extremeValues = (valid: unknown): readonly Mutation[] =>
  atEveryPlace(valid, (value) => {
    const tensor = toTensor(value)
    if (typeof value !== 'number' && tensor === undefined) return []
    return EXTREMES.map((number) => ({
      name: `${number} among its numbers`,
      input: tensor === undefined ? number : withValue(tensor, number),
    }))
  })

const LONG = 4_000_000

/** A valid input with one text or list at a time of megabytes. */
export const hugeForms = (valid: unknown): readonly Mutation[] =>
  atEveryPlace(valid, (value) => {
    const tensor = toTensor(value)
    if (tensor !== undefined)
      return [
        { name: 'a tensor with a long text', input: { ...tensor, data: 'A'.repeat(LONG) } },
        {
          name: 'a tensor with many dimensions',
          input: { ...tensor, dims: Array.from({ length: LONG / 4 }, () => 1) },
        },
      ]
    if (typeof value === 'string') return [{ name: 'a long text', input: 'x'.repeat(LONG) }]
    return Array.isArray(value) && value.length > 0
      ? [{ name: 'a long list', input: Array.from({ length: LONG / 4 }, () => value[0]) }]
      : []
  })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Spoils the value itself, then each value below it while the rest stays; of a list the last, since who looks at the first
 * alone is found out by it. A tensor is one value.
 */
function atEveryPlace(value: unknown, spoil: (value: unknown) => readonly Mutation[], path = ''): readonly Mutation[] {
  const here = spoil(value).map(({ name, input }) => ({ name: path === '' ? name : `${name} at ${path}`, input }))
  const below = (item: unknown, at: string, put: (input: unknown) => unknown): readonly Mutation[] =>
    atEveryPlace(item, spoil, at).map(({ name, input }) => ({ name, input: put(input) }))
  if (Array.isArray(value)) {
    const last = value.length - 1
    return last < 0 ? here : [...here, ...below(value[last], `${path}[${last}]`, (input) => value.with(last, input))]
  }
  if (!isObject(value) || toTensor(value) !== undefined) return here
  const fields = Object.entries(value).flatMap(([key, item]) =>
    below(item, path === '' ? key : `${path}.${key}`, (input) => ({ ...value, [key]: input })),
  )
  return [...here, ...fields]
}

function spoiltKeys(value: unknown): readonly Mutation[] {
  if (Array.isArray(value)) return [{ name: 'null in a list', input: [null, ...value.slice(1)] }]
  if (!isObject(value)) return []
  return [
    { name: 'an extra field', input: { ...value, extra: 1 } },
    { name: 'an own field named constructor', input: { ...value, constructor: 1 } },
    ...Object.entries(value).flatMap(([key, item]): readonly Mutation[] => {
      const { [key]: _, ...rest } = value
      return [
        { name: `no field ${key}`, input: rest },
        { name: `null for ${key}`, input: { ...value, [key]: null } },
        { name: `a list for ${key}`, input: { ...value, [key]: [[]] } },
        ...(typeof item === 'number' ? [] : [{ name: `a number for ${key}`, input: { ...value, [key]: 7 } }]),
      ]
    }),
  ]
}

/** Something else in the place of a single value. */
function spoiltLeaf(value: unknown): readonly Mutation[] {
  if (typeof value === 'number')
    return [
      { name: 'NaN for a number', input: Number.NaN },
      { name: 'an infinity for a number', input: Number.POSITIVE_INFINITY },
      { name: 'a text for a number', input: String(value) },
      { name: 'a list for a number', input: [value] },
      { name: 'a deep list for a number', input: nested(DEPTH) },
    ]
  if (typeof value === 'string')
    return [
      { name: 'a number for a text', input: 7 },
      { name: 'a list for a text', input: [value] },
      { name: 'a deep list for a text', input: nested(DEPTH) },
    ]
  return typeof value === 'boolean' ? [{ name: 'a text for a truth', input: String(value) }] : []
}

/** A list of one for each task with one too many, and one too few. */
function spoiltCount(value: unknown, count: number): readonly Mutation[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  if (list.length !== count || isDistribution(list)) return []
  return [
    { name: 'a list one longer', input: [...list, list[0]] },
    { name: 'a list one shorter', input: list.slice(1) },
  ]
}
