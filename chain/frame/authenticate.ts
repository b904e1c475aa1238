import { encode } from '../../shared/scale/type.ts'
import { dispatchInfoOf } from './dispatch-info.ts'
import type { ExtensionContext, SignedExtrinsic } from './extension.ts'
import { type DecodedExtrinsic, signingPayload } from './extrinsic.ts'
import type { RuntimeTables } from './tables.ts'
import { invalid, unknown, type ValidTransaction } from './validity.ts'

/**
 * Verifies the signature of an extrinsic over its call, its extensions' data and what they imply.
 * @throws ValidityError `CannotLookup` for an address that is no account id, `BadProof` for a signature that does not
 * fit, and what the extensions' `implicit` throw.
 */
export function authenticate(
  tables: RuntimeTables,
  context: ExtensionContext,
  extrinsic: Extract<DecodedExtrinsic, { tag: 'signed' }>,
): SignedExtrinsic {
  const { address, signature, extra, extraBytes, call, callBytes, length } = extrinsic
  if (address.tag !== 'Id') throw unknown('CannotLookup', `address of kind ${address.tag}; valid is Id`)
  const additional = tables.extensions.map((extension, i) =>
    encode(extension.additional, extension.implicit(context, extra[i])),
  )
  const [who] = address.value
  const payload = signingPayload(callBytes, extraBytes, ...additional)
  if (signature.tag !== 'Sr25519' || !tables.verify(payload, signature.value[0], who))
    throw invalid('BadProof', `the ${signature.tag} signature does not fit; valid is sr25519 over this chain's payload`)
  return { who, call, def: tables.callDef(call), info: dispatchInfoOf(call, tables.callDef), length }
}

const MAX_U64 = (1n << 64n) - 1n

/** Asks every extension and puts their answers together. @throws ValidityError or InvalidTransactionError */
export function validateExtensions(
  tables: RuntimeTables,
  context: ExtensionContext,
  signed: SignedExtrinsic,
  extra: readonly unknown[],
): ValidTransaction {
  let all: ValidTransaction = { priority: 0n, requires: [], provides: [], longevity: MAX_U64, propagate: true }
  for (const [i, extension] of tables.extensions.entries()) {
    const one = extension.validate?.(context, signed, extra[i])
    if (one !== undefined) all = combine(all, one)
  }
  return all
}

const combine = (all: ValidTransaction, one: Partial<ValidTransaction>): ValidTransaction => ({
  priority: least(all.priority + (one.priority ?? 0n), MAX_U64),
  requires: [...all.requires, ...(one.requires ?? [])],
  provides: [...all.provides, ...(one.provides ?? [])],
  longevity: least(all.longevity, one.longevity ?? MAX_U64),
  propagate: all.propagate && (one.propagate ?? true),
})

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
