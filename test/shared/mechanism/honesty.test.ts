import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { COMMITTED_LADDER } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { glyphs } from '../../../shared/mechanism/glyphs.ts'
import type { Probabilities } from '../../../shared/mechanism/probabilities.ts'
import { toSkill } from '../../../shared/mechanism/skill.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { seeded } from '../../support/seeded.ts'

const POOL = 4000
const TASKS = 64
const ROUNDS = 400

const tasks = glyphs.makeTasks(seeded(1), POOL)
/** What each of the committed models answers to the pool, worst model first. */
const answers: (readonly Probabilities[])[] = []

beforeAll(async () => {
  for (const { file } of (await readManifest(COMMITTED_LADDER)).models) {
    const model = await openModel(await readFile(join(COMMITTED_LADDER, file)))
    answers.push(glyphs.parseAnswers(await glyphs.answer(glyphs.toRequest(tasks), model), tasks))
    await model.close()
  }
})

/** The row as reported by somebody who wants to look surer, power above 1, or less sure, below 1. */
function bend(row: Probabilities, power: number): Probabilities {
  const bent = row.map((value) => value ** power)
  const sum = bent.reduce((a, b) => a + b)
  return bent.map((value) => value / sum)
}

/** Mean over rounds of the round's skill; equal rounds for every report. */
function averageSkill(rows: readonly Probabilities[], power: number): number {
  const scores = rows.map((row, i) => glyphs.score(tasks[i]!, bend(row, power)))
  const rng = seeded(5)
  let total = 0
  for (let round = 0; round < ROUNDS; round++) {
    let sum = 0
    for (let i = 0; i < TASKS; i++) sum += scores[rng.below(POOL)]!
    total += toSkill(sum / TASKS, glyphs.scale)
  }
  return total / ROUNDS
}

it.each([0.25, 0.5, 2, 3, 6])('probabilities to the power of %d earn every model less than its own', (power) => {
  expect(answers).toHaveLength(6)
  for (const rows of answers) expect(averageSkill(rows, power)).toBeLessThan(averageSkill(rows, 1))
})
