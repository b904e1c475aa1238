import type { RoundSizes } from './plan.ts'

/** Share of a miner's tasks that all miners get: these alone rank, so that most of them are. */
const SHARED = 0.8
/** Share that it alone gets: enough to see within a few rounds that its answers come from elsewhere. */
const OWN = 0.16

/**
 * How a miner's tasks of a round are split: 128 into 102 shared ones, 20 of its own and 6 canaries, the rest. One task is a
 * shared one.
 */
export function toSizes(items: number): RoundSizes {
  const shared = Math.max(1, Math.floor(SHARED * items))
  const own = Math.min(items - shared, Math.round(OWN * items))
  return { shared, own, canaries: items - shared - own }
}
