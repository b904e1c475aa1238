import { equalBytes } from '../../../shared/bytes.ts'
import { AppError, messageOf } from '../../../shared/errors.ts'
import type { StateVersion } from '../../../shared/trie/trie-node.ts'
import type { Runtime } from '../../interface.ts'
import type { BlockRef } from '../api.ts'
import { readApplyResult, type ValidityError } from '../pool/validity.ts'
import type { FinishedState, Overlay } from '../storage/overlay.ts'
import { decodeExtrinsics, encodeExtrinsics } from './extrinsics.ts'
import { decodeHeader, encodeHeader, headerHash, ZERO_HASH } from './header.ts'
import { type BlockContext, encodeInherentData, type InherentProvider } from './inherents.ts'

/** An extrinsic offered to a block. */
export interface Candidate {
  readonly hash: Uint8Array
  readonly extrinsic: Uint8Array
}

/** Why an offered extrinsic did not make it into the block. */
export type Rejection =
  | { readonly tag: 'invalid'; readonly error: ValidityError }
  | { readonly tag: 'panic'; readonly error: unknown }
  /** The block is full for it; it may go into the next one, unless no extrinsic stood in its way. */
  | { readonly tag: 'no-room'; readonly wasFirst: boolean }

/** An extrinsic in a block. */
export interface Included {
  readonly candidate: Candidate
  /** Position in the body. */
  readonly index: number
  /** Why its dispatch failed, in words; `undefined` when it succeeded. Its sender pays either way. */
  readonly dispatchError: string | undefined
}

export interface BuiltBlock extends BlockRef {
  readonly header: Uint8Array
  /** SCALE vector of extrinsics. */
  readonly body: Uint8Array
  readonly state: FinishedState
  /** Candidates in the block. */
  readonly included: readonly Included[]
}

export interface BuildOptions extends BlockContext {
  readonly runtime: Runtime
  /** Over the parent's state; afterwards it holds the block's. */
  readonly overlay: Overlay
  /** Of the runtime in the parent's state: it seals the block even when the block upgrades it. */
  readonly stateVersion: StateVersion
  readonly inherents: readonly InherentProvider[]
  /** Digest items that the node puts into the header, SCALE encoded. */
  readonly digest: readonly Uint8Array[]
  /** In the order to try. */
  readonly candidates: Iterable<Candidate>
  /** Most bytes of all extrinsics together. */
  readonly maxBytes: number
  /** True when no further extrinsic may be started. */
  isLate(): boolean
  onReject(candidate: Candidate, rejection: Rejection): void
}

/** After this many extrinsics that did not fit the block counts as full, as in Substrate's proposer. */
const MAX_SKIPPED = 8
const ONLY_INHERENTS = 1

/**
 * Builds the next block by the recipe of Substrate's block builder. An extrinsic that the runtime refuses or panics on
 * leaves no trace.
 * @throws AppError `block-failed` when the runtime panics outside an extrinsic, refuses an inherent or seals a header
 * that is not the one begun.
 */
export function buildBlock(options: BuildOptions): BuiltBlock {
  const { runtime, overlay, parent, digest } = options
  const number = parent.number + 1
  const call = (method: string, input: Uint8Array): Uint8Array => {
    try {
      return overlay.transact(() => runtime.call(method, input, overlay))
    } catch (error) {
      throw new AppError('block-failed', `block ${number}: ${method} failed: ${messageOf(error)}`, { number }, error)
    }
  }

  // 1. Begin.
  const begun = { parentHash: parent.hash, number, stateRoot: ZERO_HASH, extrinsicsRoot: ZERO_HASH, digest }
  const mode = call('Core_initialize_block', encodeHeader(begun))

  // 2. Inherents come first and must hold.
  const body: Uint8Array[] = []
  let bytes = 0
  const push = (extrinsic: Uint8Array): void => {
    body.push(extrinsic)
    bytes += extrinsic.length
  }
  const inherentData = encodeInherentData(options.inherents, options)
  for (const inherent of decodeExtrinsics(call('BlockBuilder_inherent_extrinsics', inherentData))) {
    const result = readApplyResult(call('BlockBuilder_apply_extrinsic', inherent))
    const fault = result.tag === 'refused' ? result.error.text : result.dispatchError
    if (fault !== undefined)
      throw new AppError('block-failed', `block ${number}: inherent ${body.length} failed: ${fault}`, { number })
    push(inherent)
  }

  // 3. Extrinsics, each in a transaction of its own.
  const included: Included[] = []
  let skipped = 0
  for (const candidate of mode[0] === ONLY_INHERENTS ? [] : options.candidates) {
    if (options.isLate() || skipped >= MAX_SKIPPED) break
    const isTooLarge = bytes + candidate.extrinsic.length > options.maxBytes
    const outcome = isTooLarge ? NO_ROOM : applyExtrinsic(runtime, overlay, candidate.extrinsic)
    if (outcome.tag === 'included') {
      included.push({ candidate, index: body.length, dispatchError: outcome.dispatchError })
      push(candidate.extrinsic)
      continue
    }
    if (outcome.tag === 'no-room') {
      skipped += 1
      options.onReject(candidate, { tag: 'no-room', wasFirst: included.length === 0 })
    } else options.onReject(candidate, outcome)
  }

  // 4. Seal.
  const header = call('BlockBuilder_finalize_block', new Uint8Array(0))
  const state = overlay.finish(options.stateVersion)
  checkSealed(header, begun, state)
  return { number, hash: headerHash(header), header, body: encodeExtrinsics(body), state, included }
}

const NO_ROOM = { tag: 'no-room' } as const

type Outcome =
  | Exclude<Rejection, { readonly tag: 'no-room' }>
  | typeof NO_ROOM
  | { readonly tag: 'included'; readonly dispatchError: string | undefined }

function applyExtrinsic(runtime: Runtime, overlay: Overlay, extrinsic: Uint8Array): Outcome {
  try {
    const result = overlay.transact(
      () => readApplyResult(runtime.call('BlockBuilder_apply_extrinsic', extrinsic, overlay)),
      ({ tag }) => tag === 'included',
    )
    if (result.tag === 'included') return result
    return result.error.tag === 'exhausts-resources' ? NO_ROOM : { tag: 'invalid', error: result.error }
  } catch (error) {
    return { tag: 'panic', error }
  }
}

function checkSealed(encoded: Uint8Array, begun: { number: number; parentHash: Uint8Array }, state: FinishedState) {
  const header = decodeHeader(encoded)
  const wrong = (what: string) =>
    new AppError('block-failed', `block ${begun.number}: the runtime sealed a header with another ${what}`, {
      number: begun.number,
    })
  if (header.number !== begun.number) throw wrong('number')
  if (!equalBytes(header.parentHash, begun.parentHash)) throw wrong('parent')
  if (!equalBytes(header.stateRoot, state.root)) throw wrong('state root')
}
