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
  return answers.flatMap(({ roundId, outcome, score, skill: stored, standing }): HistoryPoint[] => {
    const round = rounds.get(roundId)
    if (round === undefined) return []
    const skill = stored ?? (outcome === 'answered' ? toSkill(score, round.scale) : 0)
    estimate = standing?.skill ?? updateEstimate(estimate, skill, halfLifeRounds)
    return [{ round: roundId, block: round.block, skill, mean: estimate.mean, uncertainty: standardErrorOf(estimate) }]
  })
}
