import { toSkill } from '../../shared/mechanism/skill.ts'
import { type Estimate, standardErrorOf, updateEstimate } from '../../shared/scoring/estimate.ts'
import type { PastAnswer, PastRound } from '../db/history.ts'
import type { HistoryPoint } from './report.ts'

/**
 * The skill of a miner after each of its rounds. Where the standing is kept it is that of the validator; before, the
 * average is folded again from the skills of the rounds, which differs from what the validator had by what older rounds,
 * now dropped, would weigh.
 * @param answers of one miner, oldest first.
 */
export function historyOf(
  answers: readonly PastAnswer[],
  rounds: ReadonlyMap<number, PastRound>,
  halfLifeRounds: number,
): readonly HistoryPoint[] {
  let estimate: Estimate | undefined
  return answers.flatMap((answer): HistoryPoint[] => {
    const { roundId, standing } = answer
    const round = rounds.get(roundId)
    if (round === undefined) return []
    const skill = skillOf(answer, round)
    estimate = standing?.skill ?? updateEstimate(estimate, skill, halfLifeRounds)
    return [{ round: roundId, block: round.block, skill, mean: estimate.mean, uncertainty: standardErrorOf(estimate) }]
  })
}

/** The skill of one round alone, 0 without an answer that counts. */
export const skillOf = ({ outcome, score, skill }: PastAnswer, { scale }: PastRound): number =>
  skill ?? (outcome === 'answered' ? toSkill(score, scale) : 0)
