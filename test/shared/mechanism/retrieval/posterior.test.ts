import { describe, expect, it } from 'vitest'
import { idealDcg } from '../../../../shared/mechanism/retrieval/ndcg.ts'
import { BLIND_GAINS, expectedGains, toAnswer } from '../../../../shared/mechanism/retrieval/posterior.ts'
import { DIMENSIONS, RELEVANCE_MAP, toTarget } from '../../../../shared/mechanism/retrieval/relevance-map.ts'
import { COUNT_SHARES, drawRelevantSet } from '../../../../shared/mechanism/retrieval/relevant-set.ts'
import { retrieval } from '../../../../shared/mechanism/retrieval/retrieval.ts'
import {
  ANSWERS,
  DOCUMENTS,
  documentOf,
  NONE,
  queryOf,
  type RetrievalTask,
  wantedOf,
} from '../../../../shared/mechanism/retrieval/retrieval-task.ts'
import { seeded } from '../../../support/seeded.ts'

/** Every set of up to three documents. */
const SETS: readonly (readonly number[])[] = [
  [],
  ...Array.from({ length: DOCUMENTS }, (_, a) => a).flatMap((a) => [
    [a],
    ...Array.from({ length: a }, (_, b) => b).flatMap((b) => [
      [b, a],
      ...Array.from({ length: b }, (_, c) => [c, b, a]),
    ]),
  ]),
]

/** Expected gains by adding up all sets, each with its probability by the densities of all documents. */
function enumerate({ inputs, correlation }: RetrievalTask): readonly number[] {
  const target = toTarget(queryOf(inputs))
  const density = (value: number, mean: number, variance: number): number =>
    Math.exp(-((value - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)
  const densityOf = (index: number, isRelevant: boolean): number =>
    documentOf(inputs, index).reduce(
      (product, value, dimension) =>
        product *
        (isRelevant ? density(value, correlation * target[dimension]!, 1 - correlation ** 2) : density(value, 0, 1)),
      1,
    )
  const sizes = COUNT_SHARES.map((_, count) => SETS.filter((set) => set.length === count).length)
  const gains = Array<number>(ANSWERS).fill(0)
  let total = 0
  for (const set of SETS) {
    let weight = COUNT_SHARES[set.length]! / sizes[set.length]!
    for (let index = 0; index < DOCUMENTS; index++) weight *= densityOf(index, set.includes(index)) * 1e6
    total += weight
    for (const item of wantedOf({ relevant: set })) gains[item]! += weight / idealDcg(Math.max(1, set.length))
  }
  return gains.map((gain) => gain / total)
}

describe('expected gains', () => {
  it.each([0, 0.5, 1])('are those of all relevant sets added up, at difficulty %d', (difficulty) => {
    for (const task of retrieval.makeTasks(seeded(1), 6, difficulty)) {
      const gains = expectedGains(task)
      enumerate(task).forEach((gain, item) => {
        expect(gains[item]).toBeCloseTo(gain, 9)
      })
    }
  })

  it('come true on average', () => {
    const tasks = retrieval.makeTasks(seeded(2), 4000)
    const believed = Array<number>(10).fill(0)
    const happened = Array<number>(10).fill(0)
    for (const task of tasks)
      expectedGains(task).forEach((gain, item) => {
        const bin = Math.min(9, Math.floor(gain * 10))
        believed[bin]! += gain
        happened[bin]! += wantedOf(task).includes(item) ? 1 / idealDcg(wantedOf(task).length) : 0
      })
    // The deviation of each sum is below 30.
    believed.forEach((sum, bin) => {
      expect(Math.abs(sum - happened[bin]!)).toBeLessThan(120)
    })
    expect(happened[9]).toBeGreaterThan(300)
  })

  it('of somebody who does not look are those of the draw', () => {
    const rng = seeded(3)
    const gains = Array<number>(ANSWERS).fill(0)
    const draws = 20_000
    for (let i = 0; i < draws; i++) {
      const wanted = wantedOf({ relevant: drawRelevantSet(rng) })
      for (const item of wanted) gains[item]! += 1 / idealDcg(wanted.length) / draws
    }
    gains.forEach((gain, item) => {
      expect(Math.abs(gain - BLIND_GAINS[item]!)).toBeLessThan(0.01)
    })
    expect(BLIND_GAINS[NONE]).toBeCloseTo(0.2, 12)
  })

  it('make an answer that sums to 1', () => {
    for (const task of retrieval.makeTasks(seeded(4), 50, 0))
      expect(toAnswer(expectedGains(task)).reduce((a, b) => a + b)).toBeCloseTo(1, 6)
  })
})

describe('the relevance map', () => {
  it('is orthonormal, so that documents look alike whether they are relevant or not', () => {
    for (let a = 0; a < DIMENSIONS; a++)
      for (let b = 0; b < DIMENSIONS; b++) {
        const product = RELEVANCE_MAP[a]!.reduce((sum, value, i) => sum + value * RELEVANCE_MAP[b]![i]!, 0)
        expect(product).toBeCloseTo(a === b ? 1 : 0, 12)
      }
  })

  it('stays the same from version to version', () => {
    // A change here makes every trained model worthless: raise the version of the mechanism and train the ladder again.
    expect(RELEVANCE_MAP[0]!.slice(0, 3).map((value) => value.toFixed(6))).toEqual([
      '-0.563421',
      '0.352133',
      '-0.108912',
    ])
  })
})
