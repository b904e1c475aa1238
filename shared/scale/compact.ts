import { AppError } from '../errors.ts'
import { u8, u16, u32, u64, u128 } from './primitives.ts'
import type { ScaleType } from './type.ts'

const small = (of: ScaleType<number>, max: number): ScaleType<number> => ({
  def: { tag: 'compact', of },
  path: [],
  minBytes: 1,
  write(writer, value) {
    if (value > max) throw tooLarge(value, max)
    writer.compact(value)
  },
  read: (reader) => reader.compactNumber(max),
})

const large = (of: ScaleType<bigint>, max: bigint): ScaleType<bigint> => ({
  def: { tag: 'compact', of },
  path: [],
  minBytes: 1,
  write(writer, value) {
    if (value > max) throw tooLarge(value, max)
    writer.compact(value)
  },
  read(reader) {
    const value = reader.compact()
    if (value > max)
      throw new AppError('malformed-scale', `compact ${value} is too large; at most ${max} is valid here`)
    return value
  },
})

const tooLarge = (value: number | bigint, max: number | bigint) =>
  new AppError('out-of-range', `compact ${value} is too large; at most ${max} is valid here`)

export const compactU8 = small(u8, 0xff)
export const compactU16 = small(u16, 0xffff)
export const compactU32 = small(u32, 0xffff_ffff)
export const compactU64 = large(u64, (1n << 64n) - 1n)
export const compactU128 = large(u128, (1n << 128n) - 1n)
