import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { RoundPlan, RoundSizes } from '../../../../shared/round/plan.ts'
import type { ScoringSettings } from '../../../../shared/scoring/settings.ts'

/**
 * Where the seed of a round comes from:
 * - `fresh`: a block hash that nobody knew before and a secret of the validator, as our validator has it;
 * - `predictable`: the block number, as subnets do that want their validators to agree without a word;
 * - `fixed`: the same for every round, a test set.
 */
export type TaskSource = 'fresh' | 'predictable' | 'fixed'

/** Lays out a round from its seed: `planRound`, or one that remembers what it has laid out. */
export type LayOutRound = (
  mechanism: Pick<Mechanism<unknown>, 'makeTasks' | 'toCanary'>,
  seed: Uint8Array,
  sizes: RoundSizes,
) => RoundPlan<unknown>

/** The rules that the validators of a simulation play rounds by. */
export interface RoundRules<Task = unknown> {
  readonly mechanism: Mechanism<Task>
  readonly tasks: TaskSource
  readonly sizes: RoundSizes
  /** Hashes of all answers before the first reveal; off, whoever answers late may have seen the others'. */
  readonly isCommitFirst: boolean
  /** Miners that answer alike share a place; off, nobody compares them. */
  readonly isCompared: boolean
  /** Activation proofs are checked; off, they are not looked at. */
  readonly isProven: boolean
  /** A miner without an answer has the worst skill; off, the round leaves it as it was. */
  readonly isMissingWorst: boolean
  /** Most time between question and commitment; later answers do not count. */
  readonly deadlineMs: number
  readonly scoring: ScoringSettings
}
