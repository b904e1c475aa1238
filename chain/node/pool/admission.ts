import { toBareHex, toHex } from '../../../shared/bytes.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { messageOf } from '../../../shared/errors.ts'
import { checkExtrinsic } from '../block/extrinsics.ts'
import type { Bans } from './bans.ts'
import { refusals } from './refusal.ts'
import type { TxGraph } from './tx-graph.ts'
import type { ValidTransaction, Verdict } from './validity.ts'

/** An extrinsic that may go into the pool. */
export interface Admitted {
  readonly hash: Uint8Array
  readonly verdict: ValidTransaction
}

interface AdmissionDeps {
  readonly graph: TxGraph
  readonly bans: Bans
  /** Largest extrinsic that a block can hold. */
  readonly maxExtrinsicBytes: number
  /** @throws RuntimePanic */
  validate(extrinsic: Uint8Array): Verdict
}

/** Checks an extrinsic before it enters the pool, the cheap checks first. @throws AppError `invalid-transaction`. */
export function admit(extrinsic: Uint8Array, { graph, bans, maxExtrinsicBytes, validate }: AdmissionDeps): Admitted {
  checkFormat(extrinsic)
  const hash = blake2b256(extrinsic)
  const id = toBareHex(hash)
  if (graph.get(id) !== undefined) throw refusals.alreadyImported()
  if (bans.has(id)) throw refusals.banned()
  if (extrinsic.length > maxExtrinsicBytes) throw refusals.invalid('Transaction would exhaust the block limits')
  const verdict = judge(extrinsic, validate)
  if (verdict.tag === 'refused') {
    const { tag, text } = verdict.error
    throw tag === 'unknown' ? refusals.unknown(text) : refusals.invalid(text)
  }
  // Substrate's pool asks for a tag as well: without one nothing would tell duplicates apart.
  if (verdict.valid.provides.length === 0)
    throw refusals.verification(`the runtime names no tag that extrinsic ${toHex(hash)} provides`)
  return { hash, verdict: verdict.valid }
}

function checkFormat(extrinsic: Uint8Array): void {
  try {
    checkExtrinsic(extrinsic)
  } catch (error) {
    throw refusals.badFormat(messageOf(error))
  }
}

function judge(extrinsic: Uint8Array, validate: AdmissionDeps['validate']): Verdict {
  try {
    return validate(extrinsic)
  } catch (error) {
    throw refusals.verification(`Runtime error: Execution failed: ${messageOf(error)}`)
  }
}
