import { describe, expect, it } from 'vitest'
import { createExam } from '../../../miner/models/exam.ts'
import { zeroNetwork } from '../../../miner/models/network.ts'
import { logExam } from '../../support/log-exam.ts'
import { seeded } from '../../support/seeded.ts'

const shape = { width: 1, hidden: 2, classes: 2 }

/** Logits (−g·x, g·x) for an input x, by two ReLUs. */
function slope(g: number) {
  const network = zeroNetwork(shape)
  network.w1.set([1, -1])
  network.w2.set([-g, g, g, -g])
  return network
}

/** Rows whose class follows the sign of x with the odds that a slope of 1 states. */
function rowsOf(count: number) {
  const rng = seeded(1)
  const inputs = Float32Array.from({ length: count }, () => rng.normal())
  const labels = Uint32Array.from(inputs, (x) => (rng.uniform() < 1 / (1 + Math.exp(-2 * x)) ? 1 : 0))
  return logExam({ inputs, labels, picks: Uint32Array.from(labels.keys()) }, 2)
}

describe('an exam', () => {
  it('finds the sharpness at which a network is honest', () => {
    const mark = createExam(rowsOf(4000), shape)
    for (const g of [0.2, 0.5, 1, 3]) expect(mark(slope(g)).sharpness * g).toBeCloseTo(1, 0.5)
    // Golden-section search has narrowed ln 128 to 0.02.
    expect(mark(slope(0.5)).meanScore).toBeCloseTo(mark(slope(1)).meanScore, 3)
  })

  it('hardly moves the sharpness on the word of few rows', () => {
    const few = logExam(
      { inputs: Float32Array.of(1, -1), labels: Uint32Array.of(1, 0), picks: Uint32Array.of(0, 1) },
      2,
    )
    expect(createExam(few, shape)(slope(1)).sharpness).toBeLessThan(1.5)
  })

  it('counts hits, and marks a network that is wrong everywhere', () => {
    const rows = rowsOf(1000)
    const right = createExam(rows, shape)(slope(1))
    const wrong = createExam(rows, shape)(slope(-1))
    expect(wrong.accuracy).toBeCloseTo(1 - right.accuracy, 10)
    expect(wrong.meanScore).toBeLessThan(right.meanScore)
  })

  it('asks the picked rows alone', () => {
    const rows = rowsOf(100)
    const half = rows.picks.subarray(50)
    const alone = logExam(
      {
        inputs: rows.inputs.slice(50),
        labels: rows.labels.slice(50),
        picks: Uint32Array.from({ length: 50 }, (_, i) => i),
      },
      2,
    )
    expect(createExam({ ...rows, picks: half }, shape)(slope(1))).toEqual(createExam(alone, shape)(slope(1)))
  })
})
