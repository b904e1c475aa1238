import { utf8 } from '../bytes.ts'
import { AppError } from '../errors.ts'
import type { Reader } from './reader.ts'
import type { Primitive, ScaleType } from './type.ts'
import type { Writer } from './writer.ts'

const primitive = <T>(
  value: Primitive,
  minBytes: number,
  write: (writer: Writer, value: T) => void,
  read: (reader: Reader) => T,
): ScaleType<T> => ({ def: { tag: 'primitive', value }, path: [], minBytes, write, read })

export const u8 = primitive<number>(
  'u8',
  1,
  (w, v) => w.u8(v),
  (r) => r.u8(),
)
export const u16 = primitive<number>(
  'u16',
  2,
  (w, v) => w.u16(v),
  (r) => r.u16(),
)
export const u32 = primitive<number>(
  'u32',
  4,
  (w, v) => w.u32(v),
  (r) => r.u32(),
)
export const u64 = primitive<bigint>(
  'u64',
  8,
  (w, v) => w.u64(v),
  (r) => r.u64(),
)
export const i16 = primitive<number>(
  'i16',
  2,
  (w, v) => w.i16(v),
  (r) => r.i16(),
)
export const i32 = primitive<number>(
  'i32',
  4,
  (w, v) => w.i32(v),
  (r) => r.i32(),
)
export const i64 = primitive<bigint>(
  'i64',
  8,
  (w, v) => w.i64(v),
  (r) => r.i64(),
)

const LOW = (1n << 64n) - 1n

export const u128 = primitive<bigint>(
  'u128',
  16,
  (w, v) => {
    w.u64(v & LOW)
    w.u64(v >> 64n)
  },
  (r) => r.u64() | (r.u64() << 64n),
)

export const i128 = primitive<bigint>(
  'i128',
  16,
  (w, v) => {
    w.u64(v & LOW)
    w.i64(v >> 64n)
  },
  (r) => r.u64() | (r.i64() << 64n),
)

export const bool = primitive<boolean>(
  'bool',
  1,
  (w, v) => w.u8(v ? 1 : 0),
  (r) => {
    const byte = r.u8()
    if (byte > 1) throw new AppError('malformed-scale', `a bool is 0 or 1; found ${byte}`)
    return byte === 1
  },
)

// `ignoreBOM` keeps a byte order mark as the character it is: dropping it would change the bytes.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const str = primitive<string>(
  'str',
  1,
  (w, v) => {
    const bytes = utf8(v)
    w.compact(bytes.length)
    w.bytes(bytes)
  },
  (r) => {
    try {
      return decoder.decode(r.bytes(r.length(1)))
    } catch (cause) {
      throw new AppError('malformed-scale', 'a str is UTF-8; found other bytes', {}, cause)
    }
  },
)
