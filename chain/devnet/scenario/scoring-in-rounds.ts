import { AppError } from '../../../shared/errors.ts'
import type { Scenario } from '../../simulator/scenario/schema.ts'

type Scoring = Scenario['scoring']

/** As validators take it; see shared/scoring/settings.ts. */
const MOST_TRIAL_ROUNDS = 1000

/**
 * A scenario's scoring for processes. What it counts in rounds are epochs: in a simulation each has one round, and a
 * validator plays several. All else counts tasks, proofs or shares, and stays.
 * @throws AppError `no-process` for more rounds than validators take.
 */
export function scoringInRounds(scoring: Scoring, roundsPerEpoch: number): Scoring {
  const inRounds = (epochs: number): number => Math.max(1, Math.round(epochs * roundsPerEpoch))
  const trialRounds = inRounds(scoring.trialRounds)
  if (trialRounds > MOST_TRIAL_ROUNDS)
    throw new AppError(
      'no-process',
      `scoring.trialRounds ${scoring.trialRounds} is ${trialRounds} rounds of processes; valid is up to ${Math.floor(MOST_TRIAL_ROUNDS / roundsPerEpoch)}`,
    )
  return {
    ...scoring,
    halfLifeRounds: inRounds(scoring.halfLifeRounds),
    trialRounds,
    duplicateRounds: inRounds(scoring.duplicateRounds),
  }
}
