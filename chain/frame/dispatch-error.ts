import { isAppError } from '../../shared/errors.ts'
import { fixedBytes, struct, variant } from '../../shared/scale/compound.ts'
import { u8 } from '../../shared/scale/primitives.ts'
import type { Value } from '../../shared/scale/type.ts'
import { type DispatchFault, DispatchFaultError, ModuleError } from './error.ts'

const tokenError = variant(['sp_runtime', 'TokenError'], {
  FundsUnavailable: { index: 0 },
  OnlyProvider: { index: 1 },
  BelowMinimum: { index: 2 },
  CannotCreate: { index: 3 },
  UnknownAsset: { index: 4 },
  Frozen: { index: 5 },
  Unsupported: { index: 6 },
  CannotCreateHold: { index: 7 },
  NotExpendable: { index: 8 },
  Blocked: { index: 9 },
})

const arithmeticError = variant(['sp_arithmetic', 'ArithmeticError'], {
  Underflow: { index: 0 },
  Overflow: { index: 1 },
  DivisionByZero: { index: 2 },
})

const transactionalError = variant(['sp_runtime', 'TransactionalError'], {
  LimitReached: { index: 0 },
  NoLayer: { index: 1 },
})

/** Error of a pallet: its index, and the error's index in the first of four bytes. */
const moduleError = struct(['sp_runtime', 'ModuleError'], { index: u8, error: fixedBytes(4) })

/** Why a dispatch failed, as events and results carry it. */
export const dispatchError = variant(['sp_runtime', 'DispatchError'], {
  Other: { index: 0 },
  CannotLookup: { index: 1 },
  BadOrigin: { index: 2 },
  Module: { index: 3, fields: [moduleError] },
  ConsumerRemaining: { index: 4 },
  NoProviders: { index: 5 },
  TooManyConsumers: { index: 6 },
  Token: { index: 7, fields: [tokenError] },
  Arithmetic: { index: 8, fields: [arithmeticError] },
  Transactional: { index: 9, fields: [transactionalError] },
  Exhausted: { index: 10 },
  Corruption: { index: 11 },
  Unavailable: { index: 12 },
  RootNotAllowed: { index: 13 },
})
export type DispatchError = Value<typeof dispatchError>

/**
 * The wire form of what a dispatchable may throw; `undefined` for anything else, which is a bug and not an outcome.
 * A number that does not fit its type counts as arithmetic overflow: codecs check ranges instead of wrapping.
 */
export function toDispatchError(error: unknown, palletIndex: (name: string) => number): DispatchError | undefined {
  if (error instanceof ModuleError)
    return {
      tag: 'Module',
      value: [{ index: palletIndex(error.pallet), error: Uint8Array.of(error.index, 0, 0, 0) }],
    }
  if (error instanceof DispatchFaultError) return faultOnChain(error.fault)
  if (isAppError(error, 'out-of-range')) return { tag: 'Arithmetic', value: [{ tag: 'Overflow' }] }
  return undefined
}

function faultOnChain(fault: DispatchFault): DispatchError {
  if (fault.tag === 'Token') return { tag: 'Token', value: [{ tag: fault.error }] }
  if (fault.tag === 'Arithmetic') return { tag: 'Arithmetic', value: [{ tag: fault.error }] }
  return { tag: fault.tag }
}
