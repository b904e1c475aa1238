import { fromWire, parseWireTensor, toWire, type WireTensor } from '../../model/tensor.ts'
import type { Mutation } from './mutation.ts'

/** A tensor in its wire form; `undefined` for anything else. */
export function toTensor(value: unknown): WireTensor | undefined {
  if (typeof value !== 'object' || value === null || !('dims' in value && 'data' in value)) return undefined
  try {
    return parseWireTensor(value)
  } catch {
    return undefined
  }
}

/** A tensor whose form is spoilt; nothing for anything else. */
export function spoiltTensor(value: unknown): readonly Mutation[] {
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

/** The tensor with another last value. */
export function withValue(tensor: WireTensor, value: number): WireTensor {
  const { dims } = tensor
  const data = fromWire(tensor).data.slice()
  data[data.length - 1] = value
  return toWire({ dims, data })
}

/** How far rows of naive answers may sum from 1 and still be meant as probabilities. */
const ABOUT_ONE = 1e-3

/** Whether a list is numbers that sum to 1. */
export const isDistribution = (list: readonly unknown[]): list is readonly number[] =>
  list.length > 1 &&
  list.every((item): item is number => typeof item === 'number' && item >= 0) &&
  Math.abs(list.reduce((sum, item) => sum + item, 0) - 1) <= ABOUT_ONE

/** A list of probabilities that is none any more; nothing for anything else. */
export function spoiltDistribution(value: unknown): readonly Mutation[] {
  if (!Array.isArray(value) || !isDistribution(value)) return []
  const [first = 0, second = 0, ...rest] = value
  return [
    { name: 'a negative value made up for by another', input: [first + 2, second - 2, ...rest] },
    { name: 'values that sum to 2', input: value.map((item) => 2 * item) },
    { name: 'nothing but zeros', input: value.map(() => 0) },
    { name: 'an output too many', input: [...value, 0] },
    { name: 'an output too few', input: [first + second, ...rest] },
  ]
}

/** A tensor of answers with rows too many or too few, and of probabilities with values that are none. */
export function spoiltRows(value: unknown): readonly Mutation[] {
  const tensor = toTensor(value)
  if (tensor === undefined) return []
  const { dims, data } = fromWire(tensor)
  const [count = 1, width = 1] = dims
  const rows = Array.from({ length: count }, (_, row) => [...data.subarray(row * width, (row + 1) * width)])
  return [
    ...(rows.every(isDistribution) ? spoiltProbabilities(tensor) : []),
    { name: 'a row too many', input: toWire({ dims: [count + 1, width], data: extended(data, width) }) },
    { name: 'a row too few', input: toWire({ dims: [count - 1, width], data: data.slice(width) }) },
    ...(width === count ? [] : [{ name: 'rows as columns', input: toWire({ dims: [width, count], data }) }]),
  ]
}

function spoiltProbabilities(tensor: WireTensor): readonly Mutation[] {
  const { dims, data } = fromWire(tensor)
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
  ]
}

function extended(data: Float32Array, width: number): Float32Array {
  const longer = new Float32Array(data.length + width)
  longer.set(data)
  longer.set(data.subarray(0, width), data.length)
  return longer
}
