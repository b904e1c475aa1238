import { type BeaconParameters, roundAt } from '../timelock/beacon.ts'

/** What the choice of a round depends on. */
export interface RevealSchedule {
  readonly beacon: Pick<BeaconParameters, 'genesisTime' | 'periodSeconds'>
  /** Newest round that the chain has. */
  readonly lastStored: bigint
  /** The head and its time. */
  readonly head: number
  readonly headTimeMs: number
  readonly blockMs: number
  readonly tempo: number
  /** Epochs between commit and reveal. */
  readonly revealPeriod: number
  /** Block of the next epoch by tempo, or an earlier one that was asked for. */
  readonly nextEpoch: number
}

/**
 * The round to lock weights to that are committed in the block after the head: the last that is surely stored before the
 * epoch which ends the reveal period, so that this epoch pays by them; never one that is out when the commit gets on chain.
 */
export function revealRoundFor(schedule: RevealSchedule): bigint {
  const { beacon, lastStored, head, headTimeMs, blockMs, tempo, revealPeriod, nextEpoch } = schedule
  // A commit in the block of an epoch comes after it and counts for the next one.
  const following = nextEpoch <= head + 1 ? head + 1 + tempo : nextEpoch
  const revealBlock = following + (revealPeriod - 1) * tempo
  // The block before the reveal is the last whose pulses it sees; blocks may come a little faster than they did.
  const inTime = roundAt(beacon, headTimeMs + (revealBlock - 1 - head) * blockMs) - 1n
  const notYetOut = roundAt(beacon, headTimeMs + blockMs) + 1n
  return [inTime, notYetOut, lastStored + 1n].reduce((most, round) => (round > most ? round : most))
}
