import { describe, expect, it } from 'vitest'
import { climb } from '../../../miner/models/climb.ts'
import { createExam } from '../../../miner/models/exam.ts'
import { createNetwork } from '../../../miner/models/network.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { logExam } from '../../support/log-exam.ts'
import { seeded } from '../../support/seeded.ts'

const rows = blobs(seeded(1), { rows: 400, width: 4, classes: 3, spread: 0.6 })
const part = (from: number, to: number) => ({
  inputs: rows.features,
  labels: rows.labels,
  picks: Uint32Array.from({ length: to - from }, (_, i) => from + i),
})
const shape = { width: 4, hidden: 8, classes: 3 }
const exam = logExam(part(300, 400), 3)
const course = climb({
  start: createNetwork(shape, seeded(2)),
  steps: 400,
  fit: part(0, 300),
  exam,
  grading: exam,
  rng: seeded(3),
})

describe('climb', () => {
  it('keeps check-points whose skill and steps rise, all before the best', () => {
    expect(course.before.length).toBeGreaterThan(6)
    for (const [i, { skill, steps }] of course.before.entries()) {
      expect(steps).toBeLessThan(course.best.steps)
      if (i === 0) continue
      expect(skill).toBeGreaterThanOrEqual(course.before[i - 1]!.skill + 0.01)
      expect(steps).toBeGreaterThan(course.before[i - 1]!.steps)
    }
  })

  it('keeps networks as they were, not as training left them', () => {
    const mark = createExam(exam, shape)
    for (const { network, skill } of [...course.before, course.best]) expect(mark(network).skill).toBeCloseTo(skill, 10)
  })

  it('keeps the best of all marks', () => {
    for (const { meanScore } of course.before) expect(course.best.meanScore).toBeGreaterThan(meanScore)
  })
})
