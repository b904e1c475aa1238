import { describe, expect, it } from 'vitest'
import { logScale, logScore } from '../../../../shared/mechanism/rows/log-score.ts'
import { parseProbabilities } from '../../../../shared/mechanism/rows/probabilities.ts'
import { randomAnswer } from '../../../../shared/mechanism/rows/random-answer.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'
import { seeded } from '../../../support/seeded.ts'

describe('randomAnswer', () => {
  it('is a valid answer of any size', () => {
    for (const [count, classes] of [
      [1, 2],
      [50, 10],
      [7, 300],
    ] as const)
      expect(parseProbabilities(randomAnswer(seeded(1), count, classes), count, classes)).toHaveLength(count)
  })

  it('repeats itself for the same generator', () => {
    expect(randomAnswer(seeded(1), 3, 4)).toEqual(randomAnswer(seeded(1), 3, 4))
  })

  it.each([2, 10])('scores below chance on average over %d classes, so that its skill is exactly 0', (classes) => {
    const rng = seeded(2)
    const rows = parseProbabilities(randomAnswer(rng, 4000, classes), 4000, classes)
    const mean = rows.reduce((sum, row) => sum + logScore(row[rng.below(classes)]!), 0) / rows.length
    const scale = logScale(Array(classes).fill(1 / classes))
    expect(mean).toBeLessThan(scale.chance - 0.2)
    expect(toSkill(mean, scale)).toBe(0)
  })
})
