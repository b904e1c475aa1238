import type { Shape, StructValue, TupleValue } from '../../shared/scale/compound.ts'
import type { AnyType } from '../../shared/scale/type.ts'

/** Named fields (an object) or positional ones (an array), as the event has them on chain. */
export type EventFields = Shape | readonly AnyType[]
export type EventData<F extends EventFields> = F extends readonly AnyType[]
  ? TupleValue<F>
  : F extends Shape
    ? StructValue<F>
    : never

export interface EventDef<F extends EventFields> {
  /** Never reused: a removed event leaves a tombstone comment. */
  readonly index: number
  readonly fields: F
  readonly docs: string
}

/** An event that happened, ready to be deposited. */
export interface EventRecord {
  readonly pallet: string
  readonly name: string
  readonly data: unknown
}

export type EventConstructor<F extends EventFields> = ((data: EventData<F>) => EventRecord) & {
  readonly def: EventDef<F>
}
// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
export type AnyEvent = ((data: any) => EventRecord) & { readonly def: EventDef<any> }

/** Describes one event. @example `WeightsSet: event(5, [u16, u16], 'A validator replaced its weight row.')` */
export const event = <const F extends EventFields>(index: number, fields: F, docs: string): EventDef<F> => ({
  index,
  fields,
  docs,
})

// biome-ignore lint/suspicious/noExplicitAny: existential, see AnyType.
type AnyEventDef = EventDef<any>

/** Builds the constructors of a pallet's events: `events.WeightsSet([netuid, uid])`. */
export function defineEvents<const D extends Readonly<Record<string, AnyEventDef>>>(pallet: string, defs: D) {
  const make = ([name, def]: [string, AnyEventDef]) => [
    name,
    Object.assign((data: unknown): EventRecord => ({ pallet, name, data }), { def }),
  ]
  return Object.fromEntries(Object.entries<AnyEventDef>(defs).map(make)) as {
    readonly [N in keyof D]: D[N] extends EventDef<infer F> ? EventConstructor<F> : never
  }
}
