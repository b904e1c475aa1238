import { updateAverage } from '../shared/mechanism/average.ts'
import type { ScoreScale } from '../shared/mechanism/mechanism.ts'
import { toSkill } from '../shared/mechanism/skill.ts'
import type { Ss58 } from '../shared/units.ts'
import type { AnswerRecord } from './db/rounds.ts'
import type { ScoreRecord } from './db/scores.ts'

export interface NextScoresOptions {
  /** Of the round's own tasks. */
  readonly scale: ScoreScale
  readonly halfLifeRounds: number
}

/**
 * Scores of the miners that a round asked, after it: the round's skill goes into the average of each. Scores belong to
 * hotkeys: who takes over the uid of somebody else begins without a score, and who moves to another uid keeps its own.
 * Who was not asked is not here and keeps its score.
 */
export const nextScores = (
  previous: ReadonlyMap<Ss58, ScoreRecord>,
  answers: readonly AnswerRecord[],
  { scale, halfLifeRounds }: NextScoresOptions,
): readonly ScoreRecord[] =>
  answers.map(({ hotkey, uid, score, outcome }) => {
    const before = previous.get(hotkey)
    return {
      hotkey,
      uid,
      average: updateAverage(before?.average, toSkill(score, scale), halfLifeRounds),
      rounds: (before?.rounds ?? 0) + 1,
      lastScore: score,
      lastOutcome: outcome,
    }
  })
