import { describe, expect, it } from 'vitest'
import { measureAnswers } from '../../../../shared/mechanism/measure.ts'
import { expectedGains, toAnswer } from '../../../../shared/mechanism/retrieval/posterior.ts'
import { retrieval } from '../../../../shared/mechanism/retrieval/retrieval.ts'
import { expectedScore, retrievalScore } from '../../../../shared/mechanism/retrieval/retrieval-score.ts'
import { ANSWERS, NONE, type RetrievalTask } from '../../../../shared/mechanism/retrieval/retrieval-task.ts'
import { MIN_PROBABILITY } from '../../../../shared/mechanism/rows/log-score.ts'
import type { Probabilities } from '../../../../shared/mechanism/rows/probabilities.ts'
import { randomAnswer } from '../../../../shared/mechanism/rows/random-answer.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'
import type { Rng } from '../../../../shared/rng.ts'
import { seeded } from '../../../support/seeded.ts'

const MAX_DOWN = 1e-9

/** A row with these values for some items and the rest even. */
function rowOf(values: Readonly<Record<number, number>>): Float32Array {
  const left = 1 - Object.values(values).reduce((a, b) => a + b, 0)
  const others = ANSWERS - Object.keys(values).length
  return Float32Array.from({ length: ANSWERS }, (_, item) => values[item] ?? left / others)
}

describe('the score of retrieval', () => {
  it('is nDCG and a quarter of the logarithms over the ideal, by hand', () => {
    const row = rowOf({ 2: 0.5, 7: 0.25, [NONE]: 0.125 })
    expect(retrievalScore({ relevant: [2] }, row)).toBeCloseTo(1 + 0.25 * Math.log(0.5), 6)
    expect(retrievalScore({ relevant: [7] }, row)).toBeCloseTo(1 / Math.log2(3) + 0.25 * Math.log(0.25), 6)
    expect(retrievalScore({ relevant: [] }, row)).toBeCloseTo(0.5 + 0.25 * Math.log(0.125), 6)
    expect(retrievalScore({ relevant: [2, 7] }, row)).toBeCloseTo(
      1 + (0.25 * (Math.log(0.5) + Math.log(0.25))) / (1 + 1 / Math.log2(3)),
      6,
    )
  })

  it('of a full answer to an empty task and of "none" where there is something is far below that of the right one', () => {
    const none = rowOf({ [NONE]: 0.9 })
    const first = rowOf({ 0: 0.9 })
    expect(retrievalScore({ relevant: [] }, none) - retrievalScore({ relevant: [] }, first)).toBeGreaterThan(1)
    expect(retrievalScore({ relevant: [0] }, first) - retrievalScore({ relevant: [0] }, none)).toBeGreaterThan(1)
  })

  it('is never below the worst', () => {
    for (const relevant of [[], [0], [0, 1], [0, 1, 2]]) {
      const wrong = new Float32Array(ANSWERS)
      wrong.fill(1 / 8, 4, 12)
      expect(retrievalScore({ relevant }, wrong)).toBeGreaterThanOrEqual(retrieval.scale.worst - MAX_DOWN)
    }
  })
})

/** Reports near the honest one and far from it: nudges, swaps, sharper and flatter shares, top-heavy and random ones. */
function* reports(rng: Rng, honest: Float32Array): Generator<Float32Array> {
  for (const power of [0, 0.5, 0.9, 1.1, 2, 8]) yield scaled(honest.map((share) => share ** power))
  for (let i = 0; i < 60; i++) {
    const [a, b] = [rng.below(ANSWERS), rng.below(ANSWERS)]
    const swapped = honest.slice()
    swapped[a] = honest[b]!
    swapped[b] = honest[a]!
    yield swapped
    const moved = honest.slice()
    const part = rng.uniform() * moved[a]!
    moved[a]! -= part
    moved[b]! += part
    yield moved
    yield scaled(honest.map((share) => share * Math.exp(rng.normal() * 10 ** -rng.below(4))))
    yield scaled(honest.map((share, item) => (item === a ? share + 0.5 : share)))
    yield scaled(honest.map(() => -Math.log(1 - rng.uniform())))
  }
}

const scaled = (row: Float32Array): Float32Array => {
  const sum = row.reduce((a, b) => a + b)
  return row.map((value) => value / sum)
}

describe('honesty', () => {
  const tasks = [0, 0.5, 1].flatMap((difficulty) => retrieval.makeTasks(seeded(1), 15, difficulty))

  it('is beaten by no report, by expectation', () => {
    const rng = seeded(2)
    for (const task of tasks) {
      const gains = expectedGains(task)
      const honest = toAnswer(gains)
      const best = expectedScore(gains, honest)
      // The clip at ε leaves shares below e · ε better unsaid, for ε of the score at most.
      const clipped = honest.filter((share) => share < Math.E * MIN_PROBABILITY).length * MIN_PROBABILITY
      for (const report of reports(rng, honest))
        expect(expectedScore(gains, report)).toBeLessThanOrEqual(best + clipped + 1e-6)
    }
  })

  it('is equalled by no report that differs by more than the clip', () => {
    const rng = seeded(3)
    let compared = 0
    for (const task of tasks.slice(30)) {
      const gains = expectedGains(task)
      const honest = toAnswer(gains)
      for (const report of reports(rng, honest)) {
        if (retrieval.distance(honest, report) <= 0.03) continue
        compared++
        expect(expectedScore(gains, report)).toBeLessThan(expectedScore(gains, honest))
      }
    }
    expect(compared).toBeGreaterThan(tasks.slice(30).length)
  })

  it('expects what happens: the mean score of the best answers is the expected one', () => {
    const many = retrieval.makeTasks(seeded(4), 6000)
    const happened = meanOf(many, (task) => retrievalScore(task, toAnswer(expectedGains(task))))
    const expected = meanOf(many, (task) => expectedScore(expectedGains(task), toAnswer(expectedGains(task))))
    // The deviation of the difference is about 0.008.
    expect(Math.abs(happened - expected)).toBeLessThan(0.03)
    expect(Math.abs(expected - retrieval.scale.perfect)).toBeLessThan(0.03)
  })
})

const meanOf = (tasks: readonly RetrievalTask[], value: (task: RetrievalTask) => number): number =>
  tasks.reduce((sum, task) => sum + value(task), 0) / tasks.length

describe('the scale of tasks', () => {
  const ROUNDS = 60
  const TASKS = 64
  const rounds = Array.from({ length: ROUNDS }, (_, round) => retrieval.makeTasks(seeded(100 + round), TASKS))
  const meanSkill = (answersOf: (tasks: readonly RetrievalTask[]) => readonly Probabilities[]): number =>
    rounds.reduce((sum, tasks) => sum + measureAnswers(retrieval, tasks, answersOf(tasks)).skill, 0) / ROUNDS

  const rng = seeded(5)
  const same = (row: Float32Array) => (tasks: readonly RetrievalTask[]) => tasks.map(() => row)
  const ignorance: Readonly<Record<string, (tasks: readonly RetrievalTask[]) => readonly Probabilities[]>> = {
    'even answers': same(rowOf({})),
    '"none" throughout': same(rowOf({ [NONE]: 0.9 })),
    'always the same document': same(rowOf({ 3: 0.5 })),
    'never "none"': same(rowOf({ [NONE]: 0 })),
    'random answers': (tasks) => retrieval.parseAnswers(randomAnswer(rng, tasks.length, ANSWERS), tasks),
  }
  it.each(Object.entries(ignorance))('%s have next to no skill', (_, answersOf) => {
    expect(meanSkill(answersOf)).toBeLessThan(0.005)
  })

  it('naive answers have exactly none in every round, the best ones all', () => {
    for (const tasks of rounds) {
      const naive = retrieval.parseAnswers(retrieval.naiveAnswers(tasks), tasks)
      const best = retrieval.parseAnswers(retrieval.referenceAnswers!(tasks), tasks)
      expect(measureAnswers(retrieval, tasks, naive).skill).toBeCloseTo(0, 5)
      expect(measureAnswers(retrieval, tasks, best).skill).toBeCloseTo(1, 5)
    }
  })

  it('leaves room on a single task, however its luck falls', () => {
    for (const difficulty of [0, 0.5, 1])
      for (const task of retrieval.makeTasks(seeded(6), 200, difficulty)) {
        const { chance, perfect } = retrieval.scaleOf([task])
        expect(perfect - chance).toBeGreaterThan(0.02)
        expect(toSkill(retrieval.scale.worst, { worst: 0, chance, perfect })).toBe(0)
      }
  })

  it('is that of the default difficulty on average', () => {
    const mean = (of: 'chance' | 'perfect') =>
      rounds.reduce((sum, tasks) => sum + retrieval.scaleOf(tasks)[of], 0) / ROUNDS
    expect(Math.abs(mean('chance') - retrieval.scale.chance)).toBeLessThan(0.03)
    expect(Math.abs(mean('perfect') - retrieval.scale.perfect)).toBeLessThan(0.05)
  })

  it('finds nothing to know in canaries', () => {
    const random = seeded(7)
    const canaries = retrieval.makeTasks(seeded(8), 2000).map((task) => retrieval.toCanary(task, random))
    const best = retrieval.parseAnswers(retrieval.referenceAnswers!(canaries), canaries)
    expect(measureAnswers(retrieval, canaries, best).meanScore).toBeLessThan(retrieval.scaleOf(canaries).chance)
  })
})
