import { describe, expect, it } from 'vitest'
import { drawClass } from '../../../shared/mechanism/rows/asking.ts'
import { logScale, logScaleOf, logScore } from '../../../shared/mechanism/rows/log-score.ts'
import { updateCanaryEvidence } from '../../../shared/scoring/canary.ts'
import { seeded } from '../../support/seeded.ts'

const LIMIT = Math.log(1e7)
const even = Array.from({ length: 10 }, () => 0.1)

const play = (frequencies: readonly number[], rounds: number, probabilityOf: (label: number) => number, seed = 1) => {
  const rng = seeded(seed)
  let evidence = 0
  let most = 0
  for (let round = 0; round < rounds; round++) {
    const labels = Array.from({ length: 6 }, () => drawClass(frequencies, rng))
    const scores = labels.map((label) => logScore(probabilityOf(label)))
    evidence = updateCanaryEvidence(evidence, scores, { scale: logScaleOf(labels, frequencies), limit: LIMIT })
    most = Math.max(most, evidence)
  }
  return most
}

describe('updateCanaryEvidence', () => {
  it('accuses nobody who cannot know, over 20,000 rounds of each way to answer', () => {
    expect(play(even, 20_000, () => 0.1)).toBeLessThan(1e-6)
    expect(play(even, 20_000, (label) => (label === 3 ? 0.9 : 0.1 / 9))).toBeLessThan(LIMIT / 2)
    expect(play(even, 20_000, (label) => (label < 5 ? 0.19 : 0.01))).toBeLessThan(LIMIT)
    expect(play([0.95, 0.05], 20_000, (label) => (label === 0 ? 0.95 : 0.05))).toBeLessThan(LIMIT / 2)
    expect(play([0.95, 0.05], 20_000, (label) => (label === 0 ? 0.99 : 0.01))).toBeLessThan(LIMIT)
    expect(play([0.95, 0.05], 20_000, (label) => (label === 0 ? 0.8 : 0.2))).toBeLessThan(LIMIT)
  })

  it('convicts who knows the references within 12 rounds, and who half knows them within 40', () => {
    expect(play(even, 12, () => 0.95)).toBeGreaterThanOrEqual(LIMIT)
    const rng = seeded(7)
    expect(play(even, 40, () => (rng.uniform() < 0.75 ? 0.9 : 0.01))).toBeGreaterThanOrEqual(LIMIT)
  })

  it('grows to twice the limit at most, so that no leak is held against a miner for ever', () => {
    const options = { scale: logScale(even), limit: LIMIT }
    expect(updateCanaryEvidence(0, Array<number>(10_000).fill(-0.1), options)).toBe(2 * LIMIT)
  })

  it('never falls below nothing, so that no miner saves up ignorance for a leak to come', () => {
    const options = { scale: logScale(even), limit: LIMIT }
    expect(updateCanaryEvidence(0, Array<number>(1_000).fill(-9.2), options)).toBe(0)
    expect(updateCanaryEvidence(1, Array<number>(1_000).fill(-9.2), options)).toBe(0)
  })

  it('fades when the leak is closed', () => {
    const scale = logScale(even)
    let evidence = 2 * LIMIT
    for (let round = 0; round < 3; round++)
      evidence = updateCanaryEvidence(evidence, [-9.2, -9.2, -9.2, -0.1, -9.2, -9.2], { scale, limit: LIMIT })
    expect(evidence).toBeLessThan(LIMIT)
  })
})
