import { toHex } from '../../../shared/bytes.ts'
import { AppError } from '../../../shared/errors.ts'
import { bytes, struct, vec } from '../../../shared/scale/compound.ts'
import { bool, u64 } from '../../../shared/scale/primitives.ts'
import { Reader } from '../../../shared/scale/reader.ts'
import { decode, type Value } from '../../../shared/scale/type.ts'

const validTransaction = struct(['sp_runtime', 'transaction_validity', 'ValidTransaction'], {
  /** Higher goes first. */
  priority: u64,
  /** Tags that must be provided before. */
  requires: vec(bytes()),
  /** Tags that it provides once in a block. */
  provides: vec(bytes()),
  /** Blocks for which the verdict holds at least. */
  longevity: u64,
  /** For gossip; a node without peers does not use it. */
  propagate: bool,
})

export type ValidTransaction = Value<typeof validTransaction>

/** `sp_runtime::transaction_validity::TransactionValidityError` with the text that clients are shown. */
export interface ValidityError {
  readonly tag: 'invalid' | 'unknown' | 'exhausts-resources'
  readonly text: string
}

/** Texts of `InvalidTransaction` by variant index, as Substrate's RPC prints them. */
const INVALID: readonly string[] = [
  'Transaction call is not expected',
  'Inability to pay some fees (e.g. account balance too low)',
  'Transaction will be valid in the future',
  'Transaction is outdated',
  'Transaction has a bad signature',
  'Transaction has an ancient birth block',
  'Transaction would exhaust the block limits',
  'Custom error',
  'A call was labelled as mandatory, but resulted in an Error.',
  'Transaction dispatch is mandatory; transactions must not be validated.',
  'Invalid signing address',
  'The implicit data was unable to be calculated',
  'The transaction extension did not authorize any origin',
]
const EXHAUSTS_RESOURCES = 6
const INVALID_CUSTOM = 7

const UNKNOWN: readonly string[] = [
  'Could not lookup information required to validate the transaction',
  'Could not find an unsigned validator for the unsigned transaction',
  'Custom error',
]
const UNKNOWN_CUSTOM = 2

/** Reads a `TransactionValidityError`. */
function readValidityError(reader: Reader): ValidityError {
  const isUnknown = reader.u8() === 1
  const index = reader.u8()
  const [texts, custom] = isUnknown ? [UNKNOWN, UNKNOWN_CUSTOM] : [INVALID, INVALID_CUSTOM]
  const text = texts[index]
  if (text === undefined) throw new AppError('malformed-scale', `transaction validity error ${index} is not known`)
  return {
    tag: isUnknown ? 'unknown' : index === EXHAUSTS_RESOURCES ? 'exhausts-resources' : 'invalid',
    text: index === custom ? `${text}: ${reader.u8()}` : text,
  }
}

/** What `BlockBuilder_apply_extrinsic` says: in the block, whether its dispatch succeeded or failed, or kept out. */
export type ApplyResult =
  | { readonly tag: 'included'; readonly dispatchError: string | undefined }
  | { readonly tag: 'refused'; readonly error: ValidityError }

/** Variants of `sp_runtime::DispatchError` by index. */
const DISPATCH_ERRORS: readonly string[] = [
  'Other',
  'CannotLookup',
  'BadOrigin',
  'Module',
  'ConsumerRemaining',
  'NoProviders',
  'TooManyConsumers',
  'Token',
  'Arithmetic',
  'Transactional',
  'Exhausted',
  'Corruption',
  'Unavailable',
  'RootNotAllowed',
]

/** One line for logs: the variant and its bytes, for `Module` pallet index and error index. */
function describeDispatchError(bytes: Uint8Array): string {
  const [index, first, second] = bytes
  const name = DISPATCH_ERRORS[index ?? -1] ?? `variant ${index}`
  if (name === 'Module') return `Module: pallet ${first}, error ${second}`
  return first === undefined ? name : `${name} ${first}`
}

/** Reads `ApplyExtrinsicResult`. @throws AppError `malformed-scale`. */
export function readApplyResult(result: Uint8Array): ApplyResult {
  const reader = new Reader(result)
  if (readResultTag(reader, result) === 1) return { tag: 'refused', error: readValidityError(reader) }
  const isFailed = readResultTag(reader, result) === 1
  return { tag: 'included', dispatchError: isFailed ? describeDispatchError(result.subarray(2)) : undefined }
}

function readResultTag(reader: Reader, result: Uint8Array): number {
  const tag = reader.u8()
  if (tag > 1) throw new AppError('malformed-scale', `a Result begins with 0 or 1; found ${toHex(result)}`)
  return tag
}

/** What the runtime says of an extrinsic that asks for the pool. */
export type Verdict =
  | { readonly tag: 'valid'; readonly valid: ValidTransaction }
  | { readonly tag: 'refused'; readonly error: ValidityError }

/** Reads `TransactionValidity`. @throws AppError `malformed-scale`. */
export function readVerdict(result: Uint8Array): Verdict {
  const reader = new Reader(result)
  if (readResultTag(reader, result) === 1) return { tag: 'refused', error: readValidityError(reader) }
  return { tag: 'valid', valid: decode(validTransaction, result.subarray(1)) }
}
