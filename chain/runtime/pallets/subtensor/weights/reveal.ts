import { commitHash } from '../../../../../shared/weights/commit-hash.ts'
import type { DispatchContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import type { Storage } from '../../../../interface.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { dropExpired, findHash, type HashCommit, type SortedQueue, storeQueue } from './commit-queue.ts'
import { ensureCommitReveal, type MechanismRef } from './may-commit.ts'
import { isRevealable, type RevealWindow, revealWindow } from './reveal-window.ts'
import { replaceWeights } from './set-weights.ts'

/** Weights as a reveal hands them in. */
export interface RevealedWeights {
  readonly uids: readonly number[]
  readonly values: readonly number[]
  readonly salt: readonly number[]
  readonly versionKey: bigint
}

/**
 * Sets weights whose hash was committed. Forgets the commit and all older ones. Emits WeightsSet and WeightsRevealed.
 * @throws ModuleError in the order of the checks.
 */
export function revealWeights(context: DispatchContext, mechanism: MechanismRef, weights: RevealedWeights): void {
  const { state, block, origin, deposit } = context
  const { netuid, mecid } = mechanism
  const hotkey = ensureSigned(origin)
  ensureCommitReveal(state, netuid)
  const index = mechanismStorageIndex(netuid, mecid)
  const window = revealWindow(state, netuid, block)
  const queue = readQueue(state, index, hotkey, window)
  const hash = commitHash({ hotkey, index, ...weights })
  if (queue.live.length === 0)
    throw findHash(queue.expired, hash) >= 0 ? errors.ExpiredWeightCommit.make() : errors.NoWeightsCommitFound.make()
  const at = findRevealable(queue, hash, window)
  storeQueue(state, index, hotkey, queue.live.slice(at + 1))
  const { uids: dests, values, versionKey } = weights
  replaceWeights(context, { hotkey, netuid, mecid, dests, weights: values, versionKey })
  deposit(events.WeightsRevealed([hotkey, index, hash]))
}

/**
 * Reveals several commits of mechanism 0: all are looked at before the first is set, and other commits stay. Emits
 * WeightsSet for each and WeightsBatchRevealed. @throws ModuleError in the order of the checks.
 */
export function revealBatch(context: DispatchContext, netuid: number, reveals: readonly RevealedWeights[]): void {
  const { state, block, origin, deposit } = context
  const hotkey = ensureSigned(origin)
  ensureCommitReveal(state, netuid)
  const window = revealWindow(state, netuid, block)
  const queue = readQueue(state, netuid, hotkey, window)
  const hashes = reveals.map((weights) => commitHash({ hotkey, index: netuid, ...weights }))
  for (const hash of hashes) findRevealable(queue, hash, window)

  let left: readonly HashCommit[] = queue.live
  for (const [i, { uids: dests, values: weights, versionKey }] of reveals.entries()) {
    // A commit that the batch names twice is gone the second time.
    const at = findHash(left, hashes[i] ?? new Uint8Array())
    ensure(at >= 0, errors.InvalidRevealCommitHashNotMatch)
    left = left.toSpliced(at, 1)
    replaceWeights(context, { hotkey, netuid, mecid: 0, dests, weights, versionKey })
  }
  storeQueue(state, netuid, hotkey, left)
  deposit(events.WeightsBatchRevealed([hotkey, netuid, hashes]))
}

function readQueue(state: Storage, index: number, hotkey: Uint8Array, window: RevealWindow): SortedQueue {
  const queue = storage.WeightCommits.get(state, index, hotkey)
  if (queue === undefined) throw errors.NoWeightsCommitFound.make()
  return dropExpired(queue, window)
}

/** Position of a hash among the live commits. @throws ModuleError unless it may be revealed now. */
function findRevealable({ live, expired }: SortedQueue, hash: Uint8Array, window: RevealWindow): number {
  const at = findHash(live, hash)
  const commit = live[at]
  if (commit === undefined)
    throw findHash(expired, hash) >= 0
      ? errors.ExpiredWeightCommit.make()
      : errors.InvalidRevealCommitHashNotMatch.make(`${live.length} commits wait`)
  const [, epoch] = commit
  ensure(
    isRevealable(window, epoch),
    errors.RevealTooEarly,
    () => `epoch ${window.current}, due in ${epoch + window.period}`,
  )
  return at
}
