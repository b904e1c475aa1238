import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { randomAnswer } from '../../../shared/mechanism/rows/random-answer.ts'
import { toSkill } from '../../../shared/mechanism/skill.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import type { Rng } from '../../../shared/rng.ts'
import { type Estimate, updateEstimate } from '../../../shared/scoring/estimate.ts'
import { rampShape, SKILL_EXPONENT, SKILL_FLOOR, scaleToBest } from '../../../shared/scoring/weight-shapes.ts'
import { seeded } from '../../support/seeded.ts'

const weigh = (skills: readonly number[]): Uint16Array =>
  scaleToBest(rampShape({ floor: SKILL_FLOOR, exponent: SKILL_EXPONENT })(skills))

const POOL = 4000
/** As `validator run` has them by default. */
const TASKS = 64
const HALF_LIFE = 20
/** Of a tempo, before its weights. */
const ROUNDS = 5
const VALIDATORS = 3

/** Scores of each of the six models, and of answers at random, on a pool of tasks. */
const pool: number[][] = []
const tasks = glyphs.makeTasks(seeded(1), POOL)

beforeAll(async () => {
  const toScores = (answer: unknown) =>
    glyphs.parseAnswers(answer, tasks).map((probabilities, i) => glyphs.score(tasks[i]!, probabilities))
  const { models } = await readManifest(committedLadder('glyphs'))
  for (const { file } of models) {
    const model = await openModel(await readFile(join(committedLadder('glyphs'), file)))
    pool.push(toScores(await glyphs.answer(glyphs.toRequest(tasks.slice(0, POOL)), model)))
    await model.close()
  }
  pool.push(toScores(randomAnswer(seeded(2), POOL, 10)))
})

/** Averaged skill of every miner after the first rounds of a validator. */
function judge(rng: Rng): readonly number[] {
  let averages: readonly Estimate[] | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const picks = Array.from({ length: TASKS }, () => rng.below(POOL))
    const scale = glyphs.scaleOf(picks.map((pick) => tasks[pick]!))
    averages = pool.map((scores, miner) => {
      const mean = picks.reduce((sum, pick) => sum + scores[pick]!, 0) / TASKS
      return updateEstimate(averages?.[miner], toSkill(mean, scale), HALF_LIFE)
    })
  }
  return averages!.map(({ mean }) => mean)
}

/** Normalised weights of validators with tasks of their own, and what the median (κ = ½, equal stakes) leaves of them. */
function draw(number: number) {
  const rng = seeded(number)
  const rows = Array.from({ length: VALIDATORS }, () => {
    const weights = Array.from(weigh(judge(rng)))
    const sum = weights.reduce((a, b) => a + b)
    return weights.map((weight) => weight / sum)
  })
  const consensus = pool.map((_, miner) => rows.map((row) => row[miner]!).sort((a, b) => a - b)[1]!)
  return { rows, consensus }
}

describe('three validators with tasks of their own, at their first weights', () => {
  it('keep a trust above 0.9 each', () => {
    for (let number = 0; number < 60; number++) {
      const { rows, consensus } = draw(number)
      for (const row of rows)
        expect(row.reduce((sum, weight, i) => sum + Math.min(weight, consensus[i]!), 0)).toBeGreaterThan(0.9)
    }
  })

  it('rank the committed models in order, worst first, and pay random answers nothing', () => {
    for (let number = 0; number < 60; number++) {
      const { consensus } = draw(number)
      for (let i = 1; i < 6; i++) expect(consensus[i]).toBeGreaterThan(consensus[i - 1]!)
      expect(consensus[6]).toBe(0)
    }
  })
})
