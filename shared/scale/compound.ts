import { AppError } from '../errors.ts'
import { u8 } from './primitives.ts'
import type { AnyType, Field, ScaleType, TypeDef, Value } from './type.ts'

/** `Vec<T>`. */
export const vec = <T>(of: ScaleType<T>): ScaleType<readonly T[]> => ({
  def: { tag: 'sequence', of },
  path: [],
  minBytes: 1,
  write(writer, values) {
    writer.compact(values.length)
    for (const value of values) of.write(writer, value)
  },
  read(reader) {
    const length = reader.length(Math.max(of.minBytes, 1))
    const values: T[] = []
    for (let i = 0; i < length; i++) values.push(of.read(reader))
    return values
  },
})

/** `Vec<u8>` as one `Uint8Array`, at most `maxBytes` long. */
export const bytes = (maxBytes = Number.POSITIVE_INFINITY): ScaleType<Uint8Array> => ({
  def: { tag: 'sequence', of: u8 },
  path: [],
  minBytes: 1,
  write(writer, value) {
    writer.compact(value.length)
    writer.bytes(value)
  },
  read(reader) {
    const length = reader.length(1)
    if (length > maxBytes) throw new AppError('malformed-scale', `${length} bytes; at most ${maxBytes} are valid here`)
    return reader.bytes(length)
  },
})

/** `[u8; length]`. */
export const fixedBytes = (length: number): ScaleType<Uint8Array> => ({
  def: { tag: 'array', of: u8, length },
  path: [],
  minBytes: length,
  write(writer, value) {
    if (value.length !== length)
      throw new AppError('out-of-range', `${length} bytes are valid here; found ${value.length}`)
    writer.bytes(value)
  },
  read: (reader) => reader.bytes(length),
})

/** `[T; length]`. */
export const array = <T>(of: ScaleType<T>, length: number): ScaleType<readonly T[]> => ({
  def: { tag: 'array', of, length },
  path: [],
  minBytes: of.minBytes * length,
  write(writer, values) {
    if (values.length !== length)
      throw new AppError('out-of-range', `${length} items are valid here; found ${values.length}`)
    for (const value of values) of.write(writer, value)
  },
  read: (reader) => Array.from({ length }, () => of.read(reader)),
})

export type TupleValue<X extends readonly AnyType[]> = { readonly [I in keyof X]: Value<X[I]> }

/** `(A, B, …)`; `tuple()` is the unit type. */
export const tuple = <const X extends readonly AnyType[]>(...of: X): ScaleType<TupleValue<X>> => ({
  def: { tag: 'tuple', of },
  path: [],
  minBytes: of.reduce((sum, type) => sum + type.minBytes, 0),
  write(writer, values) {
    of.forEach((type, i) => {
      type.write(writer, values[i])
    })
  },
  // A mapped tuple type cannot be built item by item without telling the compiler.
  read: (reader) => of.map((type) => type.read(reader)) as unknown as TupleValue<X>,
})

/** The unit type `()`. */
export const unit: ScaleType<undefined> = {
  def: { tag: 'tuple', of: [] },
  path: [],
  minBytes: 0,
  write() {},
  read: () => undefined,
}

export type Shape = Readonly<Record<string, AnyType>>
export type StructValue<S extends Shape> = { readonly [N in keyof S]: Value<S[N]> }

/** Fields of a struct in metadata form. */
export const fieldsOf = (shape: Shape): readonly Field[] =>
  Object.entries(shape).map(([name, type]) => ({ name, type }))

/** A struct with named fields, written in the order of the shape. */
export const struct = <const S extends Shape>(path: readonly string[], shape: S): ScaleType<StructValue<S>> => {
  const fields = Object.entries(shape)
  return {
    def: { tag: 'composite', fields: fieldsOf(shape) },
    path,
    minBytes: fields.reduce((sum, [, type]) => sum + type.minBytes, 0),
    write(writer, value) {
      for (const [name, type] of fields) type.write(writer, value[name])
    },
    read(reader) {
      const value: Record<string, unknown> = {}
      for (const [name, type] of fields) value[name] = type.read(reader)
      return value as StructValue<S>
    },
  }
}

/** A newtype: the bytes of `of` under a Rust path, as a composite with one unnamed field. */
export const newtype = <T>(path: readonly string[], of: ScaleType<T>): ScaleType<T> => ({
  ...of,
  def: { tag: 'composite', fields: [{ name: undefined, type: of }] },
  path,
})

/** `Option<T>`: `undefined` is None. */
export const option = <T>(of: ScaleType<T>): ScaleType<T | undefined> => ({
  def: {
    tag: 'variant',
    variants: [
      { name: 'None', index: 0, fields: [], docs: '' },
      { name: 'Some', index: 1, fields: [{ name: undefined, type: of }], docs: '' },
    ],
  },
  path: ['Option'],
  params: [{ name: 'T', type: of }],
  minBytes: 1,
  write(writer, value) {
    writer.u8(value === undefined ? 0 : 1)
    if (value !== undefined) of.write(writer, value)
  },
  read(reader) {
    const tag = reader.u8()
    if (tag > 1) throw new AppError('malformed-scale', `an Option begins with 0 or 1; found ${tag}`)
    return tag === 0 ? undefined : of.read(reader)
  },
})

export interface VariantShape {
  readonly index: number
  /** Named fields (an object), unnamed fields (an array) or none. */
  readonly fields?: Shape | readonly AnyType[]
  readonly docs?: string
}
export type VariantShapes = Readonly<Record<string, VariantShape>>

type FieldsValue<F> = F extends readonly AnyType[] ? TupleValue<F> : F extends Shape ? StructValue<F> : undefined
/** `{ tag, value }`: value is an object for named fields, an array for unnamed ones, `undefined` for none. */
export type VariantValue<V extends VariantShapes> = {
  readonly [N in keyof V & string]: V[N] extends { readonly fields: infer F }
    ? { readonly tag: N; readonly value: FieldsValue<F> }
    : { readonly tag: N; readonly value?: undefined }
}[keyof V & string]

/** Metadata form of the variants. */
export const variantsOf = (shapes: VariantShapes): Extract<TypeDef, { tag: 'variant' }> => ({
  tag: 'variant',
  variants: Object.entries(shapes).map(([name, { index, fields, docs }]) => ({
    name,
    index,
    fields: isUnnamed(fields) ? fields.map((type) => ({ name: undefined, type })) : fieldsOf(fields ?? {}),
    docs: docs ?? '',
  })),
})

const isUnnamed = (fields: VariantShape['fields']): fields is readonly AnyType[] => Array.isArray(fields)

const codecOfFields = (fields: VariantShape['fields']): AnyType =>
  fields === undefined ? unit : isUnnamed(fields) ? tuple(...fields) : struct([], fields)

/** A Rust enum. */
export function variant<const V extends VariantShapes>(path: readonly string[], shapes: V): ScaleType<VariantValue<V>> {
  const entries = Object.entries(shapes).map(([tag, shape]) => ({
    tag,
    index: shape.index,
    codec: codecOfFields(shape.fields),
  }))
  const byTag = new Map(entries.map((entry) => [entry.tag, entry]))
  const byIndex = new Map(entries.map((entry) => [entry.index, entry]))
  return {
    def: variantsOf(shapes),
    path,
    minBytes: 1,
    write(writer, value) {
      const entry = byTag.get(value.tag)
      if (entry === undefined)
        throw new AppError(
          'out-of-range',
          `variant ${value.tag} does not exist; valid: ${[...byTag.keys()].join(', ')}`,
        )
      writer.u8(entry.index)
      entry.codec.write(writer, value.value)
    },
    read(reader) {
      const index = reader.u8()
      const entry = byIndex.get(index)
      if (entry === undefined)
        throw new AppError(
          'malformed-scale',
          `variant index ${index} does not exist; valid: ${[...byIndex.keys()].join(', ')}`,
        )
      return { tag: entry.tag, value: entry.codec.read(reader) } as VariantValue<V>
    },
  }
}
