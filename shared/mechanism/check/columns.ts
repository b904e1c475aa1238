import { Buffer } from 'node:buffer'

/** What stands in one place of a request; `undefined` where a request has no such place. */
export type Value = number | string | undefined

/** Everything that a request says, by where it stands and in its order. */
export type Fields = ReadonlyMap<string, number | string>

/** Fields of one request: every number and word of it, with tensors read value by value. */
export function fieldsOf(request: unknown): Fields {
  const fields = new Map<string, number | string>()
  collect(request, 'request', fields)
  return fields
}

function collect(value: unknown, path: string, fields: Map<string, number | string>): void {
  if (typeof value === 'number' || typeof value === 'string') fields.set(path, value)
  else if (typeof value === 'boolean' || value === null) fields.set(path, String(value))
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) collect(item, `${path}[${index}]`, fields)
  else if (typeof value === 'object' && value !== undefined) {
    const values = tensorValues(value)
    if (values !== undefined) for (const [index, item] of values.entries()) collect(item, `${path}[${index}]`, fields)
    else for (const [key, item] of Object.entries(value)) collect(item, `${path}.${key}`, fields)
  }
}

/** Values of a tensor in its wire form. */
function tensorValues(value: object): Float32Array | undefined {
  if (!('dims' in value && 'data' in value) || typeof value.data !== 'string') return undefined
  const bytes = Uint8Array.from(Buffer.from(value.data, 'base64'))
  return bytes.length % 4 === 0 ? new Float32Array(bytes.buffer) : undefined
}

/** One way to look at a place in all requests: the group that each request belongs to by it. */
export interface View {
  readonly name: string
  readonly groups: readonly number[]
}

/** Values that are few are taken as they are, others by where they stand among all. */
const CATEGORIES = 64
const BINS = 24

/** Number of the group that each value belongs to, alike for equal values. */
export function groupsOf(values: readonly Value[]): readonly number[] {
  const numbers = new Map<Value, number>()
  for (const value of values) if (!numbers.has(value)) numbers.set(value, numbers.size)
  if (numbers.size <= CATEGORIES) return values.map((value) => numbers.get(value) ?? 0)
  const sorted = values.filter((value) => typeof value === 'number').sort((a, b) => a - b)
  const edges = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0)
  return values.map((value) => (typeof value === 'number' ? edges.filter((edge) => value >= edge).length : BINS))
}

/**
 * Every way in which one place may tell a few things apart: by its values, and where these are too many for that, by the
 * lowest bits and the remainders of numbers, by the length and the characters of texts. Nothing for a place that is the
 * same in all requests.
 */
export function* viewsOf(name: string, values: readonly Value[]): Iterable<View> {
  const [first] = values
  if (values.every((value) => Object.is(value, first))) return
  yield { name, groups: groupsOf(values) }
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.includes(0))
    yield { name: `the sign of zero in ${name}`, groups: values.map((value) => Number(Object.is(value, -0))) }
  if (new Set(values).size <= CATEGORIES) return
  if (numbers.length > 0) yield* numberViews(name, values, numbers)
  if (values.some((value) => typeof value === 'string')) yield* textViews(name, values)
}

/** Bits of a number that are looked at together; 16 groups. */
const NIBBLE = 4
/** Lowest bits of a fraction that are looked at: noise unless somebody writes into them. */
const LOW_BITS = 12
/** Remainders of whole numbers are looked at up to this divisor. */
const DIVISORS = 16

function* numberViews(name: string, values: readonly Value[], numbers: readonly number[]): Iterable<View> {
  const view = (what: string, of: (value: number) => number): View => ({
    name: `${what} ${name}`,
    groups: groupsOf(values.map((value) => (typeof value === 'number' ? of(value) : undefined))),
  })
  if (numbers.every((value) => Number.isInteger(value)))
    for (let divisor = 2; divisor <= DIVISORS; divisor++)
      yield view(`the remainder by ${divisor} of`, (value) => value % divisor)
  else {
    const isSingle = numbers.every((value) => Math.fround(value) === value)
    const bitsOf = isSingle ? singleBits : doubleBits
    for (let from = 0; from < LOW_BITS; from += NIBBLE)
      yield view(from === 0 ? 'low bits of' : `bits from ${from} of`, (value) => (bitsOf(value) >>> from) & 0b1111)
    // A number of a tensor has no digits; one in JSON may end in one that says something.
    if (!isSingle) yield view('the last digit of', (value) => Number(String(value).at(-1)))
  }
}

/** Characters from either end of a text that are looked at. */
const ENDS = 8

function* textViews(name: string, values: readonly Value[]): Iterable<View> {
  const view = (what: string, of: (value: string) => Value): View => ({
    name: `${what} ${name}`,
    groups: groupsOf(values.map((value) => (typeof value === 'string' ? of(value) : undefined))),
  })
  yield view('the length of', ({ length }) => length)
  for (let at = 0; at < ENDS; at++) {
    yield view(`character ${at} of`, (value) => value.at(at))
    yield view(`character ${at + 1} from the end of`, (value) => value.at(-1 - at))
  }
}

const word = new DataView(new ArrayBuffer(8))

function singleBits(value: number): number {
  word.setFloat32(0, value)
  return word.getUint32(0)
}

/** The lower half of a float64. */
function doubleBits(value: number): number {
  word.setFloat64(0, value)
  return word.getUint32(4)
}
