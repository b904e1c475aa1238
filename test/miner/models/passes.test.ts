import { describe, expect, it } from 'vitest'
import { copyNetwork, createNetwork, type Network, parametersOf, zeroNetwork } from '../../../miner/models/network.ts'
import { backward, createBuffers, forward, softmaxRows } from '../../../miner/models/passes.ts'
import { seeded } from '../../support/seeded.ts'

const CLASSES = 3
const rng = seeded(1)
/** Widths and batches that do and do not divide by the four that the loops take at a time; a third of inputs zero. */
const problem = (width: number, hidden: number, rows: number) => {
  const network = createNetwork({ width, hidden, classes: CLASSES }, rng)
  network.b1.forEach((_, i) => {
    network.b1[i] = 0.1 * rng.normal()
  })
  const inputs = Float32Array.from({ length: (rows + 2) * width }, () => (rng.below(3) === 0 ? 0 : rng.normal()))
  // Not the first rows, and one of them twice.
  const picks = Uint32Array.from({ length: rows }, (_, row) => (row === 0 ? rows : row + 1))
  return { network, inputs, picks, labels: picks.map((pick) => pick % CLASSES) }
}

/** Logits in float64, straight from the formula. */
function naive({ width, hidden, w1, b1, w2, b2 }: Network, x: Float32Array): number[] {
  const h = Array.from({ length: hidden }, (_, j) => {
    let sum = b1[j]!
    for (let i = 0; i < width; i++) sum += x[i]! * w1[i * hidden + j]!
    return Math.max(0, sum)
  })
  return Array.from({ length: CLASSES }, (_, k) =>
    h.reduce((sum, value, j) => sum + value * w2[j * CLASSES + k]!, b2[k]!),
  )
}

const loss = (network: Network, inputs: Float32Array, picks: Uint32Array, labels: Uint32Array) => {
  let sum = 0
  picks.forEach((pick, row) => {
    const logits = naive(network, inputs.subarray(pick * network.width, (pick + 1) * network.width))
    const total = Math.log(logits.reduce((acc, z) => acc + Math.exp(z), 0))
    sum += total - logits[labels[row]!]!
  })
  return sum / picks.length
}

describe.each([
  [4, 8, 4],
  [7, 5, 6],
  [1, 3, 1],
])('passes over %d features, %d hidden, %d rows', (width, hidden, rows) => {
  const { network, inputs, picks, labels } = problem(width, hidden, rows)
  const buffers = createBuffers(network, rows)
  forward(network, { inputs, picks }, buffers)

  it('give the logits of the formula', () => {
    picks.forEach((pick, row) => {
      const expected = naive(network, inputs.subarray(pick * width, (pick + 1) * width))
      expected.forEach((z, k) => {
        expect(buffers.logits[row * CLASSES + k]).toBeCloseTo(z, 4)
      })
    })
  })

  it('give the gradient that differences of the loss give', () => {
    const gradient = zeroNetwork(network)
    softmaxRows(buffers.logits, rows, CLASSES)
    labels.forEach((label, row) => {
      buffers.logits[row * CLASSES + label]! -= 1
    })
    buffers.logits.forEach((value, i) => {
      buffers.logits[i] = value / rows
    })
    backward(network, { inputs, picks }, buffers, gradient)
    const step = 2 ** -10
    parametersOf(network).forEach((values, which) => {
      values.forEach((value, at) => {
        const lossAt = (parameter: number) => {
          const moved = copyNetwork(network)
          parametersOf(moved)[which]![at] = parameter
          return loss(moved, inputs, picks, labels)
        }
        const slope = (lossAt(value + step) - lossAt(value - step)) / (2 * step)
        expect(parametersOf(gradient)[which]![at]).toBeCloseTo(slope, 2)
      })
    })
  })
})

describe('softmaxRows', () => {
  it('gives probabilities, also for logits far beyond exp', () => {
    const logits = Float32Array.of(1000, 999, -1000, 0, 0, 0)
    softmaxRows(logits, 2, 3)
    expect(logits[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 6)
    expect(logits[2]).toBe(0)
    for (const p of logits.subarray(3)) expect(p).toBeCloseTo(1 / 3, 6)
  })

  it('multiplies by the sharpness first', () => {
    const logits = Float32Array.of(0, 1)
    softmaxRows(logits, 1, 2, 3)
    expect(logits[1]).toBeCloseTo(1 / (1 + Math.exp(-3)), 6)
  })
})
