import { describe, expect, it } from 'vitest'
import { askingLaw, type LawTask } from '../../../../shared/mechanism/rows/asking-law.ts'
import { logScore } from '../../../../shared/mechanism/rows/log-score.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'
import { seeded } from '../../../support/seeded.ts'

const naive = Float32Array.of(0.5, 0.25, 0.25)
const half = askingLaw({
  naive,
  scale: { worst: logScore(0), chance: -1.04, perfect: -0.6 },
  score: (label, answer) => logScore(answer[label] ?? 0),
})

const taskOf = (label: number, ...law: number[]): LawTask => ({
  inputs: Float32Array.of(label),
  label,
  law: Float32Array.from(law),
})
const tasks = [taskOf(0, 0.8, 0.1, 0.1), taskOf(1, 0.1, 0.8, 0.1), taskOf(2, 0.2, 0.2, 0.6)]

const meanScore = (wire: unknown, of: readonly LawTask[]) =>
  half.parseAnswers(wire, of).reduce((sum, answer, i) => sum + half.score(of[i]!, answer), 0) / of.length

describe('a mechanism whose law is known', () => {
  it('gives the law a skill of 1 and the naive answer one of 0 on every draw', () => {
    expect(toSkill(meanScore(half.referenceAnswers!(tasks), tasks), half.scaleOf(tasks))).toBeCloseTo(1, 6)
    expect(toSkill(meanScore(half.naiveAnswers(tasks), tasks), half.scaleOf(tasks))).toBeCloseTo(0, 6)
  })

  it('scales by what the law and the naive answer got on these tasks', () => {
    const { worst, chance, perfect } = half.scaleOf(tasks)
    expect(worst).toBe(logScore(0))
    expect(chance).toBeCloseTo((Math.log(0.5) + 2 * Math.log(0.25)) / 3, 6)
    expect(perfect).toBeCloseTo((2 * Math.log(0.8) + Math.log(0.6)) / 3, 6)
  })

  it('keeps half of the expected room where the law had bad luck', () => {
    const unlucky = [taskOf(1, 0.9, 0.05, 0.05)]
    const { chance, perfect } = half.scaleOf(unlucky)
    const room = 0.9 * Math.log(0.9 / 0.5) + 0.1 * Math.log(0.05 / 0.25)
    expect(perfect - chance).toBeCloseTo(room / 2, 6)
  })

  it('replaces the reference of a canary by the base rates and shows a miner the same', () => {
    const rng = seeded(1)
    const counts = [0, 0, 0]
    for (let i = 0; i < 4000; i++) {
      const canary = half.toCanary(tasks[0]!, rng)
      counts[canary.label]!++
      if (i === 0) expect(half.toRequest([canary])).toEqual(half.toRequest([tasks[0]!]))
    }
    expect(Math.abs(counts[0]! - 2000)).toBeLessThan(130)
    expect(Math.abs(counts[1]! - 1000)).toBeLessThan(130)
  })
})
