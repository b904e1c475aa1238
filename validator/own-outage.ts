import type { BeforeRound } from './db/outages.ts'
import type { CommitRecord } from './db/round-phases.ts'
import type { OutcomeTag } from './outcomes.ts'

/** Why a round is abandoned that reached nobody. */
export const NOBODY_REACHED = 'no miner could be reached, though several answered before'

/** Fewer miners may all be away, or could agree to skip a round whose tasks they do not like. */
const LEAST_MINERS = 3
/** Rounds in a row that are taken for an outage; after them the miners are away. */
const MOST_ROUNDS = 3
/** What a validator without a network, or with a wrong clock, sees of miners. */
const OUTAGE: ReadonlySet<OutcomeTag> = new Set(['unreachable', 'late', 'refused'])

/**
 * Whether a round says more of the validator than of its miners: not one of several committed, and several did in the
 * last scored round. To score it would call all of them late. Not for long, since miners that are gone must not be paid
 * for what they once were.
 */
export const isOwnOutage = (commits: readonly Pick<CommitRecord, 'outcome'>[], before: BeforeRound): boolean =>
  commits.length >= LEAST_MINERS &&
  commits.every(({ outcome }) => OUTAGE.has(outcome)) &&
  before.answered >= LEAST_MINERS &&
  before.abandoned < MOST_ROUNDS
