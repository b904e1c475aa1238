import { describe, expect, it } from 'vitest'
import { logScaleOf, logScore } from '../../../shared/mechanism/rows/log-score.ts'
import { parseProbabilities } from '../../../shared/mechanism/rows/probabilities.ts'
import { randomAnswer } from '../../../shared/mechanism/rows/random-answer.ts'
import { toSkill } from '../../../shared/mechanism/skill.ts'
import type { Rng } from '../../../shared/rng.ts'
import { type Estimate, updateEstimate } from '../../../shared/scoring/estimate.ts'
import { rampShape, SKILL_EXPONENT, SKILL_FLOOR, scaleToBest } from '../../../shared/scoring/weight-shapes.ts'
import { seeded } from '../../support/seeded.ts'

const weigh = (skills: readonly number[]): Uint16Array =>
  scaleToBest(rampShape({ floor: SKILL_FLOOR, exponent: SKILL_EXPONENT })(skills))

const TASKS = 64
const HALF_LIFE = 20
const SEEDS = 200

/** Rows of probabilities for the tasks of a round, made without looking at them. */
type Ignorance = (rng: Rng, frequencies: readonly number[], tasks: number) => readonly Readonly<ArrayLike<number>>[]

const same = (row: readonly number[], tasks = TASKS) => Array<readonly number[]>(tasks).fill(row)

/** Base rates, each task's off by up to a fifth in its own way. */
const blur = (rng: Rng, frequencies: readonly number[]): readonly number[] => {
  const row = frequencies.map((share) => share * Math.exp(0.4 * rng.uniform() - 0.2))
  const sum = row.reduce((a, b) => a + b)
  return row.map((value) => value / sum)
}

/** Base rates with the last class made more or less likely than it is. */
const shade =
  (factor: number): Ignorance =>
  (_, frequencies, tasks) => {
    const last = frequencies.at(-1)!
    const others = (1 - factor * last) / (1 - last)
    const row = frequencies.map((share, i) => share * (i === frequencies.length - 1 ? factor : others))
    return same(row, tasks)
  }

const IGNORANT: Readonly<Record<string, Ignorance>> = {
  'uniform answers': (_, frequencies) => same(frequencies.map(() => 1 / frequencies.length)),
  'random answers': (rng, { length }) => parseProbabilities(randomAnswer(rng, TASKS, length), TASKS, length),
  'base rates': (_, frequencies) => same(frequencies),
  'noisy base rates': (rng, frequencies) => Array.from({ length: TASKS }, () => blur(rng, frequencies)),
}

const LOPSIDED: Readonly<Record<string, readonly number[]>> = {
  '50:30:20': [0.5, 0.3, 0.2],
  '70:30': [0.7, 0.3],
  '80:20': [0.8, 0.2],
  '90:10': [0.9, 0.1],
  '95:5': [0.95, 0.05],
}
const DATA: Readonly<Record<string, readonly number[]>> = {
  'ten even classes': Array<number>(10).fill(0.1),
  'two even classes': [0.5, 0.5],
  // Of handwritten digits.
  'ten nearly even classes': [0.0987, 0.1127, 0.0988, 0.1032, 0.098, 0.0863, 0.1014, 0.107, 0.0944, 0.0995],
  ...LOPSIDED,
  '99:1': [0.99, 0.01],
}

function drawLabel(rng: Rng, frequencies: readonly number[]): number {
  let left = rng.uniform()
  const label = frequencies.findIndex((share) => {
    left -= share
    return left < 0
  })
  return label === -1 ? frequencies.length - 1 : label
}

/** Skill of one round, by the scale of its own tasks. */
function playRound(rng: Rng, answer: Ignorance, frequencies: readonly number[], tasks = TASKS): number {
  const rows = answer(rng, frequencies, tasks)
  const labels = rows.map(() => drawLabel(rng, frequencies))
  const sum = rows.reduce((total, row, i) => total + logScore(row[labels[i]!] ?? 0), 0)
  return toSkill(sum / rows.length, logScaleOf(labels, frequencies))
}

function average(rng: Rng, answer: Ignorance, rounds: number, frequencies: readonly number[]): number {
  let state: Estimate | undefined
  for (let i = 0; i < rounds; i++) state = updateEstimate(state, playRound(rng, answer, frequencies), HALF_LIFE)
  return state?.mean ?? 0
}

function meanSkill(answer: Ignorance, frequencies: readonly number[], tasks = TASKS): number {
  const rng = seeded(2)
  let sum = 0
  for (let i = 0; i < 4000; i++) sum += playRound(rng, answer, frequencies, tasks)
  return sum / 4000
}

const weightBesideGood = (skill: number): number => weigh([skill, 0.3])[0] ?? 0

describe.each(Object.entries(DATA))('on classes of %s', (_, frequencies) => {
  it.each(Object.entries(IGNORANT))('%s earn exactly nothing with the first weights', (__, answer) => {
    for (let number = 0; number < SEEDS; number++)
      expect(weightBesideGood(average(seeded(number), answer, 5, frequencies))).toBe(0)
  })

  it.each(Object.entries(IGNORANT))('%s average far below the floor after many rounds', (__, answer) => {
    expect(average(seeded(SEEDS), answer, 400, frequencies)).toBeLessThan(0.01)
  })

  it('base rates have no skill in any round, whichever labels it draws', () => {
    const rng = seeded(1)
    for (let i = 0; i < 1000; i++) expect(playRound(rng, IGNORANT['base rates']!, frequencies)).toBe(0)
  })
})

describe('base rates that shade the rarest class', () => {
  const cases = [0.7, 1.3].flatMap((factor) =>
    Object.entries(LOPSIDED).map(([name, frequencies]) => ({ factor, name, frequencies })),
  )
  it.each(cases)('by $factor earn nothing on $name, young or old', ({ factor, frequencies }) => {
    for (let number = 0; number < SEEDS; number++)
      for (const rounds of [5, 100])
        expect(weightBesideGood(average(seeded(number), shade(factor), rounds, frequencies))).toBe(0)
    expect(meanSkill(shade(factor), frequencies)).toBeLessThan(0.015)
  })

  it.each([0.7, 1.3])('by %d earn nothing on 99:1 once the average is full, and next to nothing before', (factor) => {
    for (let number = 0; number < SEEDS; number++) {
      expect(average(seeded(number), shade(factor), 5, DATA['99:1']!)).toBeLessThan(0.055)
      expect(weightBesideGood(average(seeded(number), shade(factor), 100, DATA['99:1']!))).toBe(0)
    }
  })
})

describe('taking risks in a round', () => {
  it.each([0.05, 0.11, 0.14, 0.2, 0.3])('by betting %d on one class in all tasks is worth next to nothing', (bet) => {
    const answer: Ignorance = () => same(frequencies.map((__, i) => (i === 0 ? bet : (1 - bet) / 9)))
    const frequencies = DATA['ten even classes']!
    expect(meanSkill(answer, frequencies)).toBeLessThan(0.003)
    for (let number = 0; number < SEEDS; number++)
      expect(weightBesideGood(average(seeded(number), answer, 5, frequencies))).toBe(0)
  })

  it.each([
    ['95:5', 64, 0.95],
    ['97:3', 64, 0.97],
    ['98:2', 128, 0.98],
    ['99:1', 256, 0.99],
  ] as const)('by leaving out the rarer class of %s averages below the floor with %d tasks', (_, tasks, share) => {
    expect(meanSkill(shade(0), [share, 1 - share], tasks)).toBeLessThan(0.8 * SKILL_FLOOR)
  })

  it('by leaving out the rarer class of 99:1 is worth a tenth with 64 tasks, not half', () => {
    expect(meanSkill(shade(0), DATA['99:1']!)).toBeLessThan(0.11)
  })
})

describe('perfect answers', () => {
  it.each([
    ['70:30', 0.7, 0.97],
    ['80:20', 0.8, 0.94],
    ['90:10', 0.9, 0.9],
    ['95:5', 0.95, 0.84],
    ['99:1', 0.99, 0.57],
  ] as const)('on %s lose no more than what easy rounds cannot prove', (_, share, expected) => {
    const rng = seeded(3)
    let sum = 0
    for (let i = 0; i < 4000; i++) {
      const labels = Array.from({ length: TASKS }, () => drawLabel(rng, [share, 1 - share]))
      sum += toSkill(0, logScaleOf(labels, [share, 1 - share]))
    }
    expect(Math.abs(sum / 4000 - expected)).toBeLessThan(0.015)
  })
})
