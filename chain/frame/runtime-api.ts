import type { Shape, StructValue } from '../../shared/scale/compound.ts'
import type { ScaleType } from '../../shared/scale/type.ts'
import type { Storage } from '../interface.ts'

export interface ApiMethodDef<F extends Shape, R> {
  readonly docs: string
  readonly args: F
  readonly returns: ScaleType<R>
  /** `block` is the number of the block on whose state the method runs. */
  run(context: { readonly state: Storage; readonly block: number }, args: StructValue<F>): R
}
// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
export type AnyApiMethod = ApiMethodDef<any, any>

/** A runtime API trait: `NeuronInfoRuntimeApi` with `get_neurons_lite` is called as `NeuronInfoRuntimeApi_get_neurons_lite`. */
export interface RuntimeApi {
  readonly name: string
  readonly version: number
  readonly docs: string
  readonly methods: Readonly<Record<string, AnyApiMethod>>
}

export const apiMethod = <const F extends Shape, R>(method: ApiMethodDef<F, R>): ApiMethodDef<F, R> => method
export const defineApi = <const A extends RuntimeApi>(api: A): A => api
