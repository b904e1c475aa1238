import { AppError } from '../errors.ts'
import type { ScaleType } from './type.ts'

export type ResultValue<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/** `Result<T, E>`. */
export const result = <T, E>(ok: ScaleType<T>, err: ScaleType<E>): ScaleType<ResultValue<T, E>> => ({
  def: {
    tag: 'variant',
    variants: [
      { name: 'Ok', index: 0, fields: [{ name: undefined, type: ok }], docs: '' },
      { name: 'Err', index: 1, fields: [{ name: undefined, type: err }], docs: '' },
    ],
  },
  path: ['Result'],
  params: [
    { name: 'T', type: ok },
    { name: 'E', type: err },
  ],
  minBytes: 1,
  write(writer, value) {
    writer.u8(value.ok ? 0 : 1)
    if (value.ok) ok.write(writer, value.value)
    else err.write(writer, value.error)
  },
  read(reader) {
    const tag = reader.u8()
    if (tag > 1) throw new AppError('malformed-scale', `a Result begins with 0 or 1; found ${tag}`)
    return tag === 0 ? { ok: true, value: ok.read(reader) } : { ok: false, error: err.read(reader) }
  },
})
