import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { logScaleOf, logScore } from '../../../shared/mechanism/rows/log-score.ts'
import type { Probabilities } from '../../../shared/mechanism/rows/probabilities.ts'
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
  for (const { file } of (await readManifest(committedLadder('glyphs'))).models) {
    const model = await openModel(await readFile(join(committedLadder('glyphs'), file)))
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

const sumOf = (row: Probabilities, digits: number): number => row.subarray(0, digits).reduce((a, b) => a + b)

/** What a model knows of the question whether a glyph is one of the first digits: lopsided with one, even with five. */
const ask = (row: Probabilities, digits: number): Probabilities =>
  Float32Array.of(sumOf(row, digits), sumOf(row.subarray(digits), row.length - digits))

/** A question about the glyphs: the class of each and how frequent the classes are. */
interface Question {
  readonly labels: readonly number[]
  readonly frequencies: readonly number[]
  readonly toAnswer: (row: Probabilities) => Probabilities
}

const whichDigit: Question = {
  labels: tasks.map(({ label }) => label),
  frequencies: Array<number>(10).fill(0.1),
  toAnswer: (row) => row,
}
const isAmong = (digits: number): Question => ({
  labels: tasks.map(({ label }) => (label < digits ? 0 : 1)),
  frequencies: [digits / 10, 1 - digits / 10],
  toAnswer: (row) => ask(row, digits),
})

/** Mean over rounds of the round's skill; equal rounds for every report. */
function averageSkill(rows: readonly Probabilities[], power: number, question: Question): number {
  const { labels, frequencies, toAnswer } = question
  const scores = rows.map((row, i) => logScore(bend(toAnswer(row), power)[labels[i]!]!))
  const rng = seeded(5)
  let total = 0
  for (let round = 0; round < ROUNDS; round++) {
    const picks = Array.from({ length: TASKS }, () => rng.below(POOL))
    const sum = picks.reduce((all, pick) => all + scores[pick]!, 0)
    const drawn = picks.map((pick) => labels[pick]!)
    total += toSkill(sum / TASKS, logScaleOf(drawn, frequencies))
  }
  return total / ROUNDS
}

describe.each([
  ['which digit', whichDigit],
  ['one of three digits (70:30)', isAmong(3)],
  ['one of two digits (80:20)', isAmong(2)],
  ['a zero (90:10)', isAmong(1)],
] as const)('asked %s', (_, question) => {
  it.each([0.25, 0.5, 2, 3, 6])('probabilities to the power of %d earn every model less than its own', (power) => {
    expect(answers).toHaveLength(6)
    for (const rows of answers)
      expect(averageSkill(rows, power, question)).toBeLessThan(averageSkill(rows, 1, question))
  })
})
