import { Buffer } from 'node:buffer'

/** Everything that a request says of a task, by where it stands. */
export type Fields = ReadonlyMap<string, number | string>

/** Fields of one request: every number, word and bit pattern of it, with tensors read value by value. */
export function fieldsOf(request: unknown): Fields {
  const fields = new Map<string, number | string>()
  collect(request, 'request', fields)
  return fields
}

const floats = new Float32Array(1)
const bits = new Uint32Array(floats.buffer)
/** Lowest bits of a float32: noise unless somebody writes into them. */
const LOW_BITS = 0b1111

function collect(value: unknown, path: string, fields: Map<string, number | string>): void {
  if (typeof value === 'number') {
    fields.set(path, value)
    floats[0] = value
    fields.set(`low bits of ${path}`, (bits[0] ?? 0) & LOW_BITS)
  } else if (typeof value === 'string') fields.set(path, value)
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

/** Values that are few are taken as they are, others by where they stand among all. */
const CATEGORIES = 64
const BINS = 24

/** Number of the group that each value belongs to, alike for equal values. */
export function groupsOf(values: readonly (number | string | undefined)[]): readonly number[] {
  const distinct = [...new Set(values)]
  if (distinct.length <= CATEGORIES) {
    const numbers = new Map(distinct.map((value, index) => [value, index]))
    return values.map((value) => numbers.get(value) ?? 0)
  }
  const sorted = values.filter((value) => typeof value === 'number').sort((a, b) => a - b)
  const edges = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0)
  return values.map((value) => (typeof value === 'number' ? edges.filter((edge) => value >= edge).length : BINS))
}
