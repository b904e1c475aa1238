import type { Logger } from '../shared/log.ts'
import { roundsToVerdict } from '../shared/scoring/proof-evidence.ts'

export interface ProofFacts {
  /** Models that proofs can be held against. */
  readonly models: number
  /** Tasks of each miner in a round. */
  readonly items: number
  readonly halfLifeRounds: number
}

/** Says at the start how many rounds it takes until proofs of inference amount to a verdict, or that they never do. */
export function tellProofs(log: Pick<Logger, 'info' | 'warn'>, { models, items, halfLifeRounds }: ProofFacts): void {
  if (models === 0) return
  const rounds = roundsToVerdict(items, halfLifeRounds)
  if (rounds === undefined)
    log.warn('proofs of inference will never amount to a verdict: raise --items or --half-life-rounds', {
      items,
      halfLifeRounds,
    })
  else
    log.info('proofs of inference are checked', {
      items,
      roundsToFindAnotherModel: rounds.otherModel,
      roundsToVerify: rounds.verified,
    })
}
