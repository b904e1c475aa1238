import type { PastAnswer, PastRound } from '../db/history.ts'
import type { Attainable } from './report.ts'

/**
 * How much of what was there to win a miner has won, over the rounds that it answered: what a round without an answer
 * costs stands in the skill. `null` without any.
 * @param answers of one miner.
 */
export function attainableOf(
  answers: readonly PastAnswer[],
  rounds: ReadonlyMap<number, PastRound>,
): Attainable | null {
  const answered = answers.flatMap(({ outcome, roundId, score }) => {
    const scale = rounds.get(roundId)?.scale
    return outcome === 'answered' && scale !== undefined ? [{ score, ...scale }] : []
  })
  if (answered.length === 0) return null
  const mean = (of: (round: (typeof answered)[number]) => number): number =>
    answered.reduce((sum, round) => sum + of(round), 0) / answered.length
  const chance = mean((round) => round.chance)
  const score = mean((round) => round.score)
  const optimum = mean((round) => round.perfect)
  const room = optimum - chance
  return { rounds: answered.length, chance, score, optimum, share: room > 0 ? (score - chance) / room : 0 }
}
