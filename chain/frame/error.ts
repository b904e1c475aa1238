/** Thrown by a dispatchable; the executive rolls back and encodes it as `DispatchError::Module`. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError'
  readonly pallet: string
  readonly variant: string
  readonly index: number
  constructor(pallet: string, variant: string, index: number, docs: string) {
    super(`${pallet}.${variant}: ${docs}`)
    this.pallet = pallet
    this.variant = variant
    this.index = index
  }
}

export interface ErrorDef {
  /** Never reused: a removed error leaves a tombstone comment. */
  readonly index: number
  /** Shown to users by every client, so it says what is wrong in a full sentence. */
  readonly docs: string
  /** `found` says which values were compared; it goes to the node's log, not on chain. */
  make(found?: string): ModuleError
}

/** Builds a pallet's errors. @example `defineErrors('Sudo', { RequireSudo: [0, 'The caller is not the sudo key.'] })` */
export function defineErrors<const D extends Readonly<Record<string, readonly [index: number, docs: string]>>>(
  pallet: string,
  defs: D,
) {
  const make = ([name, [index, docs]]: [string, readonly [number, string]]): [string, ErrorDef] => [
    name,
    {
      index,
      docs,
      make: (found) => new ModuleError(pallet, name, index, found === undefined ? docs : `${docs} (${found})`),
    },
  ]
  return Object.fromEntries(Object.entries(defs).map(make)) as { readonly [N in keyof D]: ErrorDef }
}

/** Throws the error unless the condition holds. `found` is only called on failure. */
export function ensure(condition: boolean, error: ErrorDef, found?: () => string): asserts condition {
  if (!condition) throw error.make(found?.())
}

/** The dispatch errors of Substrate that belong to no pallet. */
export type DispatchFault =
  | { readonly tag: 'BadOrigin' }
  | { readonly tag: 'CannotLookup' }
  | { readonly tag: 'Other' }
  | { readonly tag: 'RootNotAllowed' }
  | { readonly tag: 'ConsumerRemaining' }
  | { readonly tag: 'NoProviders' }
  | { readonly tag: 'TooManyConsumers' }
  | { readonly tag: 'Exhausted' }
  | { readonly tag: 'Corruption' }
  | { readonly tag: 'Unavailable' }
  | {
      readonly tag: 'Token'
      readonly error:
        | 'FundsUnavailable'
        | 'OnlyProvider'
        | 'BelowMinimum'
        | 'CannotCreate'
        | 'UnknownAsset'
        | 'Frozen'
        | 'Unsupported'
        | 'CannotCreateHold'
        | 'NotExpendable'
        | 'Blocked'
    }
  | { readonly tag: 'Arithmetic'; readonly error: 'Underflow' | 'Overflow' | 'DivisionByZero' }

/** Thrown by a dispatchable for a fault that belongs to no pallet. */
export class DispatchFaultError extends Error {
  override readonly name = 'DispatchFaultError'
  readonly fault: DispatchFault
  constructor(fault: DispatchFault, message: string = fault.tag) {
    super(message)
    this.fault = fault
  }
}

/** Thrown by `CallDef.validate`: the extrinsic never enters a block. `custom` is what clients show as "Custom error: n". */
export class InvalidTransactionError extends Error {
  override readonly name = 'InvalidTransactionError'
  readonly custom: number
  constructor(custom: number, message: string) {
    super(message)
    this.custom = custom
  }
}
