import type { Clock } from '../shared/clock.ts'
import type { Logger } from '../shared/log.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import type { RoundSizes } from '../shared/round/plan.ts'
import type { ScoringSettings } from '../shared/scoring/settings.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../shared/units.ts'
import type { Database } from './db/open.ts'
import type { Retention } from './db/round-phases.ts'
import type { Dendrite } from './dendrite.ts'
import type { PermitGate } from './permit-gate.ts'
import type { Models } from './proofs.ts'

/** What playing rounds takes. */
export interface RoundDeps {
  readonly client: Pick<SubtensorClient, 'metagraph' | 'commitments'>
  readonly dendrite: Pick<Dendrite, 'ask'>
  readonly mechanism: Mechanism
  readonly gate: PermitGate
  readonly database: Database
  /** Registered models, for checking proofs. */
  readonly models: Models
  readonly clock: Clock
  readonly log: Logger
}

export interface RoundOptions {
  readonly netuid: NetUid
  /** The validator's own. */
  readonly hotkey: Ss58
  /** Made by `toScoreKey`. */
  readonly scoreKey: string
  /** Tasks of each miner in a round. */
  readonly sizes: RoundSizes
  /** Dial of the mechanism; `undefined` for its default. */
  readonly difficulty?: number | undefined
  /** For both phases together: see `toDeadlines`. */
  readonly deadlineMs: number
  readonly scoring: ScoringSettings
  readonly retention: Retention
}
