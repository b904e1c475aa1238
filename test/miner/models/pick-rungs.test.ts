import { describe, expect, it } from 'vitest'
import type { Checkpoint, Course } from '../../../miner/models/climb.ts'
import { zeroNetwork } from '../../../miner/models/network.ts'
import { pickRungs, RUNG_SHARES } from '../../../miner/models/pick-rungs.ts'

const checkpoint = (skill: number, steps: number): Checkpoint => ({
  steps,
  skill,
  meanScore: skill,
  accuracy: skill,
  sharpness: 1,
  network: zeroNetwork({ width: 1, hidden: 1, classes: 2 }),
})

const course = (skills: readonly number[], best: number): Course => ({
  best: checkpoint(best, 1000),
  before: skills.map(checkpoint),
})

const skillsOf = (found: readonly Checkpoint[]): readonly number[] => found.map(({ skill }) => skill)

describe('pickRungs', () => {
  it('takes the check-points nearest to the shares, and the best last', () => {
    const fine = Array.from({ length: 80 }, (_, i) => (i + 1) / 100)
    const skills = skillsOf(pickRungs(course(fine, 0.8), RUNG_SHARES))
    expect(skills).toHaveLength(6)
    for (const [i, share] of RUNG_SHARES.entries()) expect(skills[i]).toBeCloseTo(0.8 * share, 1.9)
  })

  it('takes other shares and other numbers of rungs', () => {
    const fine = Array.from({ length: 90 }, (_, i) => (i + 1) / 100)
    expect(skillsOf(pickRungs(course(fine, 1), [0.5, 1]))).toEqual([0.5, 1])
    expect(pickRungs(course(fine, 1), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1])).toHaveLength(8)
  })

  it('never takes one twice, and keeps room for the rungs above', () => {
    const skills = skillsOf(pickRungs(course([0.7, 0.71, 0.72, 0.73, 0.74], 0.8), RUNG_SHARES))
    expect(skills).toEqual([0.7, 0.71, 0.72, 0.73, 0.74, 0.8])
  })

  it('gives fewer rungs than shares when there are too few check-points', () => {
    expect(pickRungs(course([0.3, 0.5], 0.8), RUNG_SHARES).length).toBeLessThan(RUNG_SHARES.length)
  })
})
