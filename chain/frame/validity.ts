import { bytes, struct, unit, variant, vec } from '../../shared/scale/compound.ts'
import { bool, u8, u64 } from '../../shared/scale/primitives.ts'
import { result } from '../../shared/scale/result.ts'
import type { Value } from '../../shared/scale/type.ts'
import { dispatchError } from './dispatch-error.ts'
import { InvalidTransactionError } from './error.ts'

const path = (name: string) => ['sp_runtime', 'transaction_validity', name]

const invalidTransaction = variant(path('InvalidTransaction'), {
  Call: { index: 0 },
  Payment: { index: 1 },
  Future: { index: 2 },
  Stale: { index: 3 },
  BadProof: { index: 4 },
  AncientBirthBlock: { index: 5 },
  ExhaustsResources: { index: 6 },
  Custom: { index: 7, fields: [u8] },
  BadMandatory: { index: 8 },
  MandatoryValidation: { index: 9 },
  BadSigner: { index: 10 },
  IndeterminateImplicit: { index: 11 },
  UnknownOrigin: { index: 12 },
})

const unknownTransaction = variant(path('UnknownTransaction'), {
  CannotLookup: { index: 0 },
  NoUnsignedValidator: { index: 1 },
  Custom: { index: 2, fields: [u8] },
})

/** Why an extrinsic may not enter a block. */
export const transactionValidityError = variant(path('TransactionValidityError'), {
  Invalid: { index: 0, fields: [invalidTransaction] },
  Unknown: { index: 1, fields: [unknownTransaction] },
})
export type TransactionValidityError = Value<typeof transactionValidityError>

/** How the pool may order a valid extrinsic. `longevity` in blocks. */
const validTransaction = struct(path('ValidTransaction'), {
  priority: u64,
  requires: vec(bytes()),
  provides: vec(bytes()),
  longevity: u64,
  propagate: bool,
})
export type ValidTransaction = Value<typeof validTransaction>

/** Where an extrinsic that is to be validated comes from. */
export const transactionSource = variant(path('TransactionSource'), {
  InBlock: { index: 0 },
  Local: { index: 1 },
  External: { index: 2 },
})

export const transactionValidity = result(validTransaction, transactionValidityError)
/** `Result<(), DispatchError>`. */
export const dispatchResult = result(unit, dispatchError)
export const applyExtrinsicResult = result(dispatchResult, transactionValidityError)

type PlainInvalid = Exclude<Value<typeof invalidTransaction>, { readonly tag: 'Custom' }>['tag']

/** Thrown where an extrinsic turns out not to be valid; turned into a result at the runtime's entry points. */
export class ValidityError extends Error {
  override readonly name = 'ValidityError'
  readonly wire: TransactionValidityError
  constructor(wire: TransactionValidityError, message: string) {
    super(message)
    this.wire = wire
  }
}

/** An extrinsic that is invalid for one of Substrate's own reasons. */
export const invalid = (tag: PlainInvalid, message: string): ValidityError =>
  new ValidityError({ tag: 'Invalid', value: [{ tag }] }, message)

/** An extrinsic whose validity cannot be told. */
export const unknown = (tag: 'CannotLookup' | 'NoUnsignedValidator', message: string): ValidityError =>
  new ValidityError({ tag: 'Unknown', value: [{ tag }] }, message)

/** The wire form of what validation throws; `undefined` for anything that is not about validity. */
export function toValidityError(error: unknown): TransactionValidityError | undefined {
  if (error instanceof ValidityError) return error.wire
  if (error instanceof InvalidTransactionError)
    return { tag: 'Invalid', value: [{ tag: 'Custom', value: [error.custom] }] }
  return undefined
}
