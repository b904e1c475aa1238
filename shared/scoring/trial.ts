import { decayOf } from './decay.ts'
import type { ScoringSettings } from './settings.ts'

/** Weight of an average after so many values: `1 + d + d² + …` with `d = 2^(−1/halfLife)`; see `Estimate`. */
const weightAfter = (rounds: number, halfLife: number): number => {
  const decay = decayOf(halfLife)
  return (1 - decay ** rounds) / (1 - decay)
}

/**
 * What a miner that was asked little is paid of its weight: `W / W(trialRounds)`, at most 1, with the weight `W` of its
 * average. Likeness takes some rounds to show, and an average pays on for some rounds after work has ended: who starts
 * anew with every hotkey gives up more than that. Who stays gives up `(trialRounds − 1) / 2` rounds of pay, once; where
 * all are new nobody gives up anything.
 */
export function trialFactorFor({
  trialRounds,
  halfLifeRounds,
}: Pick<ScoringSettings, 'trialRounds' | 'halfLifeRounds'>): (weight: number) => number {
  const full = weightAfter(trialRounds, halfLifeRounds)
  // A hair of room, so that sums in another order come to 1, too.
  return (weight) => (weight >= full * (1 - 1e-9) ? 1 : weight / full)
}
