import { AppError } from '../errors.ts'
import { Reader } from './reader.ts'
import { Writer } from './writer.ts'

export type Primitive = 'bool' | 'str' | 'u8' | 'u16' | 'u32' | 'u64' | 'u128' | 'i16' | 'i32' | 'i64' | 'i128'

export interface Field {
  readonly name: string | undefined
  readonly type: AnyType
  /** Name of the type as Rust source spells it; clients use it to recognise balances and block numbers. */
  readonly typeName?: string
}

export interface Variant {
  readonly name: string
  readonly index: number
  readonly fields: readonly Field[]
  readonly docs: string
}

/** The scale-info description of a type: what metadata says about it. */
export type TypeDef =
  | { readonly tag: 'primitive'; readonly value: Primitive }
  | { readonly tag: 'compact' | 'sequence'; readonly of: AnyType }
  | { readonly tag: 'array'; readonly of: AnyType; readonly length: number }
  | { readonly tag: 'tuple'; readonly of: readonly AnyType[] }
  | { readonly tag: 'composite'; readonly fields: readonly Field[] }
  | { readonly tag: 'variant'; readonly variants: readonly Variant[] }

export interface TypeParam {
  readonly name: string
  readonly type: AnyType | undefined
}

/** A SCALE codec and the scale-info of the same type: bytes and metadata cannot drift apart. */
export interface ScaleType<T> {
  /** A thunk for types that contain themselves (a call inside `Sudo.sudo`). */
  readonly def: TypeDef | (() => TypeDef)
  /** Rust path such as `['sp_core', 'crypto', 'AccountId32']`; empty for anonymous types. */
  readonly path: readonly string[]
  readonly params?: readonly TypeParam[]
  /** Fewest bytes a value takes; bounds the lengths a decoder believes. */
  readonly minBytes: number
  write(writer: Writer, value: T): void
  /** @throws AppError `malformed-scale`. */
  read(reader: Reader): T
}

/** Existential: codecs are invariant, so `unknown` does not do. */
// biome-ignore lint/suspicious/noExplicitAny: the one alias for "a ScaleType of something".
export type AnyType = ScaleType<any>
export type Value<X extends AnyType> = X extends ScaleType<infer T> ? T : never

/** Writers that are free: making their buffers took a tenth of the time of a block. One for each level of nesting. */
const spare: Writer[] = []

/** SCALE bytes of a value. @throws AppError `out-of-range`. */
export function encode<T>(type: ScaleType<T>, value: T): Uint8Array {
  const writer = spare.pop() ?? new Writer()
  try {
    type.write(writer, value)
    return writer.finish()
  } finally {
    if (writer.reset()) spare.push(writer)
  }
}

/** The value of exactly these bytes. @throws AppError `malformed-scale`, also when bytes are left over. */
export function decode<T>(type: ScaleType<T>, bytes: Uint8Array): T {
  const reader = new Reader(bytes)
  const value = type.read(reader)
  if (reader.remaining > 0)
    throw new AppError('malformed-scale', `${reader.remaining} bytes left after the value at offset ${reader.offset}`)
  return value
}
