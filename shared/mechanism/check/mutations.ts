import { fromWire, parseWireTensor, toWire, type WireTensor } from '../../model/tensor.ts'

/** Spoilt input, with what is wrong about it. */
export interface Mutation {
  readonly name: string
  readonly input: unknown
}

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

/** A valid input with its form spoilt in one place at a time: keys, lengths, kinds and tensors. */
export function spoiltForms(valid: unknown): readonly Mutation[] {
  return atEveryPlace(valid, (value) => [...spoiltKeys(value), ...spoiltTensor(value)])
}

/** Valid answers with their values spoilt in one place at a time: what is no row of probabilities, or rows too many. */
export function spoiltValues(valid: unknown): readonly Mutation[] {
  return atEveryPlace(valid, spoiltRows)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Spoils the value itself, then each value below it while the rest stays. */
function atEveryPlace(value: unknown, spoil: (value: unknown) => readonly Mutation[], path = ''): readonly Mutation[] {
  const here = spoil(value).map(({ name, input }) => ({ name: path === '' ? name : `${name} at ${path}`, input }))
  if (!isObject(value) || toTensor(value) !== undefined) return here
  const below = Object.entries(value).flatMap(([key, item]) =>
    atEveryPlace(item, spoil, path === '' ? key : `${path}.${key}`).map(({ name, input }) => ({
      name,
      input: { ...value, [key]: input },
    })),
  )
  return [...here, ...below]
}

function spoiltKeys(value: unknown): readonly Mutation[] {
  if (Array.isArray(value))
    return [
      { name: 'a list one longer', input: [...value, value[0]] },
      { name: 'a list one shorter', input: value.slice(1) },
      { name: 'null in a list', input: [null, ...value.slice(1)] },
    ]
  if (!isObject(value)) return []
  return [
    { name: 'an extra field', input: { ...value, extra: 1 } },
    { name: 'an own field named constructor', input: { ...value, constructor: 1 } },
    ...Object.keys(value).flatMap((key): readonly Mutation[] => {
      const { [key]: _, ...rest } = value
      return [
        { name: `no field ${key}`, input: rest },
        { name: `null for ${key}`, input: { ...value, [key]: null } },
        { name: `a number for ${key}`, input: { ...value, [key]: 7 } },
        { name: `a list for ${key}`, input: { ...value, [key]: [[]] } },
      ]
    }),
  ]
}

function toTensor(value: unknown): WireTensor | undefined {
  if (!isObject(value) || !('dims' in value && 'data' in value)) return undefined
  try {
    return parseWireTensor(value)
  } catch {
    return undefined
  }
}

function spoiltTensor(value: unknown): readonly Mutation[] {
  const tensor = toTensor(value)
  if (tensor === undefined) return []
  const { dims, data } = tensor
  const [first = 1, ...rest] = dims
  return [
    { name: 'one row more than its values', input: { data, dims: [first + 1, ...rest] } },
    { name: 'a negative dimension', input: { data, dims: [-first, ...rest] } },
    { name: 'a broken dimension', input: { data, dims: [first + 0.5, ...rest] } },
    { name: 'a huge dimension', input: { data, dims: [2 ** 31, ...rest] } },
    { name: 'no dimensions', input: { data, dims: [] } },
    { name: 'one dimension', input: { data, dims: [dims.reduce((a, b) => a * b, 1)] } },
    { name: 'values cut off', input: { dims, data: data.slice(0, -4) } },
    { name: 'values that are no base64', input: { dims, data: '*'.repeat(data.length) } },
    { name: 'NaN among its values', input: withValue(tensor, Number.NaN) },
    { name: 'an infinity among its values', input: withValue(tensor, Number.POSITIVE_INFINITY) },
  ]
}

function withValue(tensor: WireTensor, value: number): WireTensor {
  const { dims } = tensor
  const data = fromWire(tensor).data.slice()
  data[data.length - 1] = value
  return toWire({ dims, data })
}

function spoiltRows(value: unknown): readonly Mutation[] {
  const tensor = toTensor(value)
  if (tensor === undefined) return []
  const { dims, data } = fromWire(tensor)
  const [count = 1, width = 1] = dims
  const changed = (change: (value: number, index: number) => number) => toWire({ dims, data: data.map(change) })
  return [
    { name: 'a negative value', input: withValue(tensor, -0.5) },
    { name: 'a huge value', input: withValue(tensor, 1e30) },
    { name: 'values that sum to 2', input: changed((value) => 2 * value) },
    { name: 'values that sum to 1.01', input: changed((value) => 1.01 * value) },
    { name: 'nothing but zeros', input: changed(() => 0) },
    { name: 'nothing but ones', input: changed(() => 1) },
    {
      name: 'a negative value made up for by another',
      input: changed((value, index) => value + (index === 0 ? 2 : index === 1 ? -2 : 0)),
    },
    { name: 'a row too many', input: toWire({ dims: [count + 1, width], data: extended(data, width) }) },
    { name: 'a row too few', input: toWire({ dims: [count - 1, width], data: data.slice(width) }) },
    ...(width === count ? [] : [{ name: 'rows as columns', input: toWire({ dims: [width, count], data }) }]),
  ]
}

function extended(data: Float32Array, width: number): Float32Array {
  const longer = new Float32Array(data.length + width)
  longer.set(data)
  longer.set(data.subarray(0, width), data.length)
  return longer
}
