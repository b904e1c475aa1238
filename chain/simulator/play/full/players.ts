import type { Accepted } from '../../../../shared/round/grade-reveal.ts'
import type { PlannedTask } from '../../../../shared/round/plan.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { MinerAnswers, MinerStrategy } from './miner-strategy.ts'

/** A miner that takes part in a round. */
export interface Player {
  readonly hotkey: Ss58
  readonly strategy: MinerStrategy
  /** Digest of the model that it has registered on chain, 64 hex digits. */
  readonly model: string
}

/** What a miner came out of a round with. */
export interface Result {
  readonly player: Player
  readonly asked: readonly PlannedTask<unknown>[]
  readonly given: MinerAnswers | undefined
  readonly accepted: Accepted | undefined
}
