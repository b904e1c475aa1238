import { commitHash } from '../../../../../shared/weights/commit-hash.ts'
import type { Storage } from '../../../../interface.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { storage as drand } from '../../drand/storage.ts'
import { ensureValid } from '../serving/custom-errors.ts'
import { storage } from '../storage.ts'
import { hasStakeForWeights, mayUpdateWeights } from './checks.ts'
import { findHash } from './commit-queue.ts'
import type { MechanismRef } from './may-commit.ts'
import type { RevealedWeights } from './reveal.ts'
import { isRevealable, revealWindow } from './reveal-window.ts'

/** What `CallDef.validate` is given. */
export interface PoolContext {
  readonly state: Storage
  readonly block: number
  readonly who: Uint8Array
}

/** @throws InvalidTransactionError when the lists of a batch differ in length. */
export const ensureEqualLengths = (...lists: readonly (readonly unknown[])[]): void =>
  ensureValid(new Set(lists.map((list) => list.length)).size <= 1, 'InputLengthsUnequal')

/** @throws InvalidTransactionError when the stake of the signer is too low on one of the subnets. */
export function ensureStake({ state, who }: PoolContext, ...netuids: readonly number[]): void {
  for (const netuid of netuids) ensureValid(hasStakeForWeights(state, who, netuid), 'StakeAmountTooLow')
}

/**
 * The rate limit of weights and commits. A signer without uid passes: the call itself says what is wrong.
 * @throws InvalidTransactionError
 */
export function ensureRate({ state, block, who }: PoolContext, { netuid, mecid }: MechanismRef): void {
  const uid = storage.Uids.get(state, netuid, who)
  if (uid === undefined) return
  const index = mechanismStorageIndex(netuid, mecid)
  ensureValid(mayUpdateWeights(state, { netuid, index, uid, block }), 'RateLimitExceeded')
}

/** `ensureRate` for weights that are set directly; where they are committed first, the commit has the limit. */
export function ensureDirectRate(context: PoolContext, mechanism: MechanismRef): void {
  if (!storage.CommitRevealWeightsEnabled.get(context.state, mechanism.netuid)) ensureRate(context, mechanism)
}

/** @throws InvalidTransactionError unless weights were committed and may be revealed in this block. */
export function ensureRevealable(
  { state, block, who }: PoolContext,
  { netuid, mecid }: MechanismRef,
  reveals: readonly RevealedWeights[],
): void {
  const index = mechanismStorageIndex(netuid, mecid)
  const queue = storage.WeightCommits.get(state, index, who) ?? []
  const window = revealWindow(state, netuid, block)
  for (const weights of reveals) {
    const commit = queue[findHash(queue, commitHash({ hotkey: who, index, ...weights }))]
    ensureValid(commit !== undefined, 'CommitNotFound')
    ensureValid(isRevealable(window, commit[1]), 'CommitBlockNotInRevealRange')
  }
}

/** @throws InvalidTransactionError for a round that the chain has passed: its ciphertext would open at once. */
export const ensureFutureRound = ({ state }: PoolContext, round: bigint): void =>
  ensureValid(round >= drand.LastStoredRound.get(state), 'InvalidRevealRound')
