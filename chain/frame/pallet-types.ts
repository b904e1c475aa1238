import { type VariantShape, variant } from '../../shared/scale/compound.ts'
import type { AnyType, ScaleType } from '../../shared/scale/type.ts'
import type { RuntimeCall } from './call.ts'
import type { EventRecord } from './event.ts'
import type { Pallet } from './pallet.ts'

const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, '_$&').toLowerCase()

const pathOf = (pallet: Pallet, name: string) => [pallet.crate ?? `pallet_${snakeCase(pallet.name)}`, 'pallet', name]

const isEmpty = (record: object | undefined): boolean => record === undefined || Object.keys(record).length === 0

/** A Rust enum from a record of definitions; `undefined` when there are none. */
function enumOf<D>(
  pallet: Pallet,
  name: string,
  defs: Readonly<Record<string, D>> | undefined,
  shape: (def: D) => VariantShape,
): AnyType | undefined {
  if (isEmpty(defs)) return undefined
  return variant(
    pathOf(pallet, name),
    Object.fromEntries(Object.entries(defs ?? {}).map(([key, def]) => [key, shape(def)])),
  )
}

/** The three enums a pallet adds to the runtime's own. */
export interface PalletTypes {
  readonly pallet: Pallet
  readonly call: AnyType | undefined
  readonly event: AnyType | undefined
  readonly error: AnyType | undefined
}

export const palletTypesOf = (pallet: Pallet): PalletTypes => ({
  pallet,
  call: enumOf(pallet, 'Call', pallet.calls, ({ index, args, docs }) => ({ index, fields: args, docs })),
  event: enumOf(pallet, 'Event', pallet.events, ({ def: { index, fields, docs } }) => ({ index, fields, docs })),
  error: enumOf(pallet, 'Error', pallet.errors, ({ index, docs }) => ({ index, docs })),
})

/** One variant a pallet that has the enum asked for. */
function outerEnum(path: readonly string[], all: readonly PalletTypes[], kind: 'call' | 'event' | 'error'): AnyType {
  const shapes: Record<string, VariantShape> = {}
  for (const types of all) {
    const inner = types[kind]
    if (inner !== undefined) shapes[types.pallet.name] = { index: types.pallet.index, fields: [inner] }
  }
  return variant(path, shapes)
}

/** The enums over all pallets of a runtime. `error` exists for metadata alone. */
export interface RuntimeTypes {
  readonly call: ScaleType<RuntimeCall>
  readonly event: ScaleType<EventRecord>
  readonly error: AnyType
}

/**
 * Types of calls and events over all pallets. `all` is asked for late, because a pallet's own definitions may hold the
 * call type (`Sudo.sudo`), so it is made before the pallets are.
 */
export function createRuntimeTypes(crate: string, all: () => readonly PalletTypes[]): RuntimeTypes {
  const lateEnum = (name: string, kind: 'call' | 'event' | 'error') => {
    let made: AnyType | undefined
    return (): AnyType => {
      made ??= outerEnum([crate, name], all(), kind)
      return made
    }
  }
  const late = <T, W>(
    name: string,
    inner: () => AnyType,
    toWire: (value: T) => W,
    fromWire: (wire: W) => T,
  ): ScaleType<T> => ({
    def: () => resolve(inner()),
    path: [crate, name],
    minBytes: 1,
    write: (writer, value) => inner().write(writer, toWire(value)),
    read: (reader) => fromWire(reader.nested(() => inner().read(reader))),
  })
  const calls = lateEnum('RuntimeCall', 'call')
  const events = lateEnum('RuntimeEvent', 'event')
  const errors = lateEnum('RuntimeError', 'error')
  return {
    call: late(
      'RuntimeCall',
      calls,
      ({ pallet, call, args }: RuntimeCall): Nested<RuntimeCall['args']> => wrap(pallet, call, args),
      ({ tag, value: [inner] }): RuntimeCall => ({ pallet: tag, call: inner.tag, args: inner.value }),
    ),
    event: late(
      'RuntimeEvent',
      events,
      ({ pallet, name, data }: EventRecord): Nested<unknown> => wrap(pallet, name, data),
      ({ tag, value: [inner] }): EventRecord => ({ pallet: tag, name: inner.tag, data: inner.value }),
    ),
    error: late('RuntimeError', errors, same, same),
  }
}

/** The value of an enum of pallets around that of an enum of one pallet. */
interface Nested<T> {
  readonly tag: string
  readonly value: readonly [{ readonly tag: string; readonly value: T }]
}

const wrap = <T>(pallet: string, name: string, value: T): Nested<T> => ({ tag: pallet, value: [{ tag: name, value }] })

const same = (value: unknown): unknown => value

const resolve = (type: AnyType) => (typeof type.def === 'function' ? type.def() : type.def)
