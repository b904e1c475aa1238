import { describe, expect, it } from 'vitest'
import { createExam } from '../../../miner/models/exam.ts'
import { createNetwork, parametersOf } from '../../../miner/models/network.ts'
import { rateAt, train } from '../../../miner/models/train.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { logExam } from '../../support/log-exam.ts'
import { seeded } from '../../support/seeded.ts'

const rows = blobs(seeded(1), { rows: 300, width: 5, classes: 3, spread: 0.4 })
const shape = { width: 5, hidden: 8, classes: 3 }
const all = { inputs: rows.features, labels: rows.labels, picks: Uint32Array.from(rows.labels.keys()) }

/** Checksum of the parameters after each step. */
function trace(seed: number, steps: number, picks = all.picks) {
  const sums: number[] = []
  train({
    network: createNetwork(shape, seeded(9)),
    rows: { ...all, picks },
    rng: seeded(seed),
    steps,
    onStep: (_, network) => {
      sums.push(parametersOf(network).reduce((sum, values) => sum + values.reduce((a, b) => a + b, 0), 0))
    },
  })
  return sums
}

describe('train', () => {
  it('learns classes that can be told apart', () => {
    const mark = createExam(logExam(all, shape.classes), shape)
    const accuracies: number[] = []
    train({
      network: createNetwork(shape, seeded(9)),
      rows: all,
      rng: seeded(2),
      steps: 500,
      onStep: (_, network) => {
        accuracies.push(mark(network).accuracy)
      },
    })
    expect(accuracies).toHaveLength(501)
    expect(accuracies.at(-1)).toBeGreaterThan(0.95)
    expect(accuracies.at(-1)).toBeGreaterThan(accuracies[0]! + 0.1)
  })

  it('takes the same course for the same generator, and another for another', () => {
    expect(trace(1, 40)).toEqual(trace(1, 40))
    expect(trace(1, 40)).not.toEqual(trace(2, 40))
  })

  it('leaves the network that it started from alone', () => {
    const start = createNetwork(shape, seeded(9))
    train({ network: start, rows: all, rng: seeded(1), steps: 20, onStep: () => {} })
    expect(start).toEqual(createNetwork(shape, seeded(9)))
  })

  it('looks at the picked rows alone', () => {
    const picks = all.picks.subarray(0, 100)
    const spoilt = { ...all, inputs: rows.features.slice() }
    spoilt.inputs.fill(1e6, 100 * 5)
    const sums: number[] = []
    train({
      network: createNetwork(shape, seeded(9)),
      rows: { ...spoilt, picks },
      rng: seeded(1),
      steps: 30,
      onStep: (_, network) => {
        sums.push(parametersOf(network).reduce((sum, values) => sum + values.reduce((a, b) => a + b, 0), 0))
      },
    })
    expect(sums).toEqual(trace(1, 30, picks))
  })

  it('follows targets as it follows the labels that they stand for', () => {
    const targets = new Float32Array(rows.labels.length * shape.classes)
    rows.labels.forEach((label, row) => {
      targets[row * shape.classes + label] = 1
    })
    const course = (softened: Float32Array | undefined): number[] => {
      const sums: number[] = []
      train({
        network: createNetwork(shape, seeded(9)),
        rows: { ...all, targets: softened },
        rng: seeded(1),
        steps: 30,
        onStep: (_, network) => {
          sums.push(parametersOf(network).reduce((sum, values) => sum + values.reduce((a, b) => a + b, 0), 0))
        },
      })
      return sums
    }
    expect(course(targets)).toEqual(course(undefined))
    expect(course(targets.map(() => 1 / shape.classes))).not.toEqual(course(undefined))
  })

  it('works with fewer rows than a batch', () => {
    expect(trace(1, 10, all.picks.subarray(0, 3)).every(Number.isFinite)).toBe(true)
  })
})

describe('rateAt', () => {
  it('rises from 0 to its peak and falls back to 0', () => {
    const rates = Array.from({ length: 1001 }, (_, step) => rateAt(step, 1000))
    const peak = rates.indexOf(Math.max(...rates))
    expect(rates[0]).toBe(0)
    expect(peak).toBe(150)
    expect(rates[1000]).toBeCloseTo(0, 12)
    for (let i = 1; i <= 1000; i++) expect(Math.sign(rates[i]! - rates[i - 1]!)).toBe(i <= peak ? 1 : -1)
  })
})
