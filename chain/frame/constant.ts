import type { ScaleType } from '../../shared/scale/type.ts'

export interface ConstantDef<T> {
  readonly type: ScaleType<T>
  readonly value: T
  readonly docs: string
}
// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
export type AnyConstant = ConstantDef<any>

/** A constant shown in metadata. */
export const constant = <T>(type: ScaleType<T>, value: T, docs: string): ConstantDef<T> => ({ type, value, docs })
