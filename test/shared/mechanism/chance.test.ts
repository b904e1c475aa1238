import { describe, expect, it } from 'vitest'
import { type Average, updateAverage } from '../../../shared/mechanism/average.ts'
import { logScale, logScore } from '../../../shared/mechanism/log-score.ts'
import type { ScoreScale } from '../../../shared/mechanism/mechanism.ts'
import { parseProbabilities } from '../../../shared/mechanism/probabilities.ts'
import { randomAnswer } from '../../../shared/mechanism/random-answer.ts'
import { toSkill } from '../../../shared/mechanism/skill.ts'
import { weigh } from '../../../shared/mechanism/weigh.ts'
import type { Rng } from '../../../shared/rng.ts'
import { seeded } from '../../support/seeded.ts'

const TASKS = 64
const HALF_LIFE = 20
const SEEDS = 200

/** Rows of probabilities for the tasks of a round, made without looking at them. */
type Ignorance = (rng: Rng, frequencies: readonly number[]) => readonly Readonly<ArrayLike<number>>[]

const same = (row: readonly number[]) => Array<readonly number[]>(TASKS).fill(row)

/** Base rates, each task's off by up to a fifth in its own way. */
const blur = (rng: Rng, frequencies: readonly number[]): readonly number[] => {
  const row = frequencies.map((share) => share * Math.exp(0.4 * rng.uniform() - 0.2))
  const sum = row.reduce((a, b) => a + b)
  return row.map((value) => value / sum)
}

const IGNORANT: Readonly<Record<string, Ignorance>> = {
  'uniform answers': (_, frequencies) => same(frequencies.map(() => 1 / frequencies.length)),
  'random answers': (rng, { length }) => parseProbabilities(randomAnswer(rng, TASKS, length), TASKS, length),
  'base rates': (_, frequencies) => same(frequencies),
  'noisy base rates': (rng, frequencies) => Array.from({ length: TASKS }, () => blur(rng, frequencies)),
}

const DATA: Readonly<Record<string, readonly number[]>> = {
  'ten even classes': Array<number>(10).fill(0.1),
  'two even classes': [0.5, 0.5],
  // Of handwritten digits.
  'ten nearly even classes': [0.0987, 0.1127, 0.0988, 0.1032, 0.098, 0.0863, 0.1014, 0.107, 0.0944, 0.0995],
}

function drawLabel(rng: Rng, frequencies: readonly number[]): number {
  let left = rng.uniform()
  const label = frequencies.findIndex((share) => {
    left -= share
    return left < 0
  })
  return label === -1 ? frequencies.length - 1 : label
}

function playRound(rng: Rng, answer: Ignorance, { frequencies, scale }: Data): number {
  const rows = answer(rng, frequencies)
  const sum = rows.reduce((total, row) => total + logScore(row[drawLabel(rng, frequencies)] ?? 0), 0)
  return toSkill(sum / rows.length, scale)
}

interface Data {
  readonly frequencies: readonly number[]
  readonly scale: ScoreScale
}

const open = (frequencies: readonly number[]): Data => ({ frequencies, scale: logScale(frequencies) })

function average(rng: Rng, answer: Ignorance, rounds: number, data: Data): number {
  let state: Average | undefined
  for (let i = 0; i < rounds; i++) state = updateAverage(state, playRound(rng, answer, data), HALF_LIFE)
  return state?.mean ?? 0
}

const weightBesideGood = (skill: number): number => weigh([skill, 0.3])[0] ?? 0

describe.each(Object.entries(DATA))('on %s', (_, frequencies) => {
  const data = open(frequencies)
  it.each(Object.entries(IGNORANT))('%s earn exactly nothing with the first weights', (__, answer) => {
    for (let number = 0; number < SEEDS; number++)
      expect(weightBesideGood(average(seeded(number), answer, 5, data))).toBe(0)
  })

  it.each(Object.entries(IGNORANT))('%s average far below the floor after many rounds', (__, answer) => {
    expect(average(seeded(SEEDS), answer, 400, data)).toBeLessThan(0.01)
  })
})

// Here the bias of base rates is 0.02 and the first five rounds scatter by 0.015 around it.
describe.each([
  ['65:35', [0.65, 0.35]],
  ['50:30:20', [0.5, 0.3, 0.2]],
] as const)('on classes of %s', (_, frequencies) => {
  const data = open(frequencies)
  it.each(['uniform answers', 'random answers'] as const)('%s earn exactly nothing with the first weights', (kind) => {
    for (let number = 0; number < SEEDS; number++)
      expect(weightBesideGood(average(seeded(number), IGNORANT[kind]!, 5, data))).toBe(0)
  })

  it.each(['base rates', 'noisy base rates'] as const)('%s earn exactly nothing once the average is full', (kind) => {
    for (let number = 0; number < SEEDS; number++)
      expect(weightBesideGood(average(seeded(number), IGNORANT[kind]!, 100, data))).toBe(0)
  })
})

describe('the bias of cutting single rounds at 0', () => {
  it.each([
    ['65:35', [0.65, 0.35]],
    ['80:20', [0.8, 0.2]],
    ['90:10', [0.9, 0.1]],
  ] as const)('is σ / √(2πn) for base rates of %s', (_, frequencies) => {
    const data = open(frequencies)
    const { chance, perfect } = data.scale
    const variance = frequencies.reduce((sum, share) => sum + share * (Math.log(share) - chance) ** 2, 0)
    const bias = Math.sqrt(variance / (2 * Math.PI * TASKS)) / (perfect - chance)
    const rng = seeded(1)
    let sum = 0
    for (let i = 0; i < 4000; i++) sum += playRound(rng, IGNORANT['base rates']!, data)
    expect(sum / 4000 / bias).toBeGreaterThan(0.9)
    expect(sum / 4000 / bias).toBeLessThan(1.1)
  })
})

describe('taking risks in a round', () => {
  const data = open(DATA['ten even classes']!)

  it.each([0.05, 0.11, 0.14, 0.2, 0.3])('by betting %d on one class in all tasks is worth next to nothing', (bet) => {
    const row = data.frequencies.map((__, i) => (i === 0 ? bet : (1 - bet) / 9))
    const rng = seeded(2)
    let sum = 0
    for (let i = 0; i < 4000; i++) sum += playRound(rng, () => same(row), data)
    expect(sum / 4000).toBeLessThan(0.003)
    for (let number = 0; number < SEEDS; number++)
      expect(weightBesideGood(average(seeded(number), () => same(row), 5, data))).toBe(0)
  })
})
