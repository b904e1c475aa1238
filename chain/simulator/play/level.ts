import type { Member } from '../scenario/cast.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { MinerBehaviour, Shown } from '../strategies/strategy.ts'
import type { FastRandom } from './fast-random.ts'
import type { NetworkView } from './network-view.ts'

/** What a level is opened with. Positions are those in these lists. */
export interface LevelSetup {
  readonly scenario: Scenario
  readonly validators: readonly Member[]
  readonly miners: readonly Member[]
  /** Of the miners. */
  readonly behaviours: readonly MinerBehaviour[]
  readonly network: NetworkView
  readonly random: FastRandom
  /** Hears of a miner whose strategy failed in a round: it has no answer there. */
  readonly onFault: (who: Member, epoch: number, message: string) => void
}

/** The miners in one epoch, by position. */
export interface LevelRound {
  readonly epoch: number
  /** `undefined` for a miner without uid: it is not asked. */
  readonly shown: readonly (Shown | undefined)[]
  /** True skills of the moment, 0 to 1. */
  readonly skills: Float64Array
  /** Uids, -1 for none. */
  readonly uids: Int32Array
}

/** How the work of one epoch becomes what validators measure. */
export interface Level {
  /** True skills at the start, where they are not those of the scenario, by miner. */
  readonly skills?: readonly (number | undefined)[]
  /** Plays one round of every validator: at once, or until the promise is kept. */
  play(round: LevelRound): Promise<void> | undefined
  /** Average skills that a validator measured so far, by miner; NaN for none. Do not write to it. */
  skillsOf(validator: number): Float64Array
  /** Weights from 0 to 65 535 that the scoring makes of them, by miner; the next call may write to it again. */
  weightsOf(validator: number): Uint16Array
  /** Forgets a miner that lost its uid. */
  forget(miner: number): void
  /** Names of findings on a miner that cost it weight, as most validators have them; none at the level `fast`. */
  findingsOf?(miner: number): readonly string[]
}
