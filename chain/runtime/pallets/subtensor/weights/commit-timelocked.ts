import { equalBytes } from '../../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../../shared/crypto/hashes.ts'
import { bytes } from '../../../../../shared/scale/compound.ts'
import { ensure } from '../../../../frame/error.ts'
import { currentEpoch } from '../epoch/schedule.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import type { CommitContext } from './commit.ts'
import { noteUpdate } from './last-update.ts'
import { ensureMayCommit, type MechanismRef, MOST_COMMITS } from './may-commit.ts'

/** Encrypted weights as calls hand them in. */
export const timelockedBytes = bytes(5000)

/** Weights that a round of the beacon opens. */
export interface TimelockedWeights {
  readonly commit: Uint8Array
  readonly revealRound: bigint
  /** Version of the ciphertext; `undefined` takes the one of the chain. */
  readonly version: number | undefined
}

/**
 * Stores encrypted weights, which the chain opens and sets by itself after the reveal period. Emits
 * TimelockedWeightsCommitted. @throws ModuleError in the order of the checks.
 */
export function commitTimelocked(context: CommitContext, mechanism: MechanismRef, weights: TimelockedWeights): void {
  const { state, block, deposit } = context
  const { commit, revealRound, version } = weights
  const { hotkey, uid, index } = ensureMayCommit(context, mechanism, () => {
    const valid = storage.CommitRevealWeightsVersion.get(state)
    ensure(
      version === undefined || version === valid,
      errors.IncorrectCommitRevealVersion,
      () => `version ${version}, valid is ${valid}`,
    )
  })
  const epoch = currentEpoch(state, mechanism.netuid, block)
  const queue = storage.TimelockedWeightCommits.get(state, index, epoch)
  const own = queue.filter(([who]) => equalBytes(who, hotkey)).length
  ensure(own < MOST_COMMITS, errors.TooManyUnrevealedCommits, () => `${own} wait`)
  storage.TimelockedWeightCommits.put(state, [index, epoch], [...queue, [hotkey, BigInt(block), commit, revealRound]])
  deposit(events.TimelockedWeightsCommitted([hotkey, index, blake2b256(commit), revealRound]))
  noteUpdate(state, index, uid, block)
}
