import { AppError } from '../errors.ts'
import { u8, u16, u32, u64, u128 } from './primitives.ts'
import type { ScaleType } from './type.ts'

const small = (of: ScaleType<number>, max: bigint): ScaleType<number> => ({
  def: { tag: 'compact', of },
  path: [],
  minBytes: 1,
  write(writer, value) {
    writer.compact(within(BigInt(value), max))
  },
  read: (reader) => Number(within(reader.compact(), max)),
})

const large = (of: ScaleType<bigint>, max: bigint): ScaleType<bigint> => ({
  def: { tag: 'compact', of },
  path: [],
  minBytes: 1,
  write(writer, value) {
    writer.compact(within(value, max))
  },
  read: (reader) => within(reader.compact(), max),
})

function within(value: bigint, max: bigint): bigint {
  if (value > max) throw new AppError('malformed-scale', `compact ${value} is too large; at most ${max} is valid here`)
  return value
}

export const compactU8 = small(u8, 0xffn)
export const compactU16 = small(u16, 0xffffn)
export const compactU32 = small(u32, 0xffff_ffffn)
export const compactU64 = large(u64, (1n << 64n) - 1n)
export const compactU128 = large(u128, (1n << 128n) - 1n)
