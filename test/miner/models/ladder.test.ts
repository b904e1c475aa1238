import { describe, expect, it } from 'vitest'
import { dataExamples } from '../../../miner/models/examples.ts'
import { type LadderOptions, trainLadder } from '../../../miner/models/ladder.ts'
import { RUNG_SHARES } from '../../../miner/models/pick-rungs.ts'
import type { LabelledRows } from '../../../shared/data/labelled-rows.ts'
import { splitTable } from '../../../shared/data/split.ts'
import { createLabelled } from '../../../shared/mechanism/labelled/labelled.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import { toTasks } from '../../../shared/mechanism/rows/task-rows.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { seeded } from '../../support/seeded.ts'

/** Trains on rows by the labelled mechanism's own score. */
const train = (rows: LabelledRows, seed: number, onProgress?: LadderOptions<unknown>['onProgress']) =>
  trainLadder({ mechanism: createLabelled(rows), examples: dataExamples(rows), rng: seeded(seed), onProgress })

/** Skill of each rung on rows that were held out from its training. */
async function heldOutSkills(rows: LabelledRows, seed: number): Promise<number[]> {
  const split = splitTable(rows, seeded(seed))
  const mechanism = createLabelled(split.heldOut)
  const skills: number[] = []
  for (const { bytes } of train(split.train, seed)) {
    const model = await openModel(bytes)
    skills.push((await measureModel(mechanism, model, toTasks(split.heldOut))).skill)
    await model.close()
  }
  return skills
}

/** The sign of a product: no linear model tells these classes apart. */
function exclusiveOr(count: number): LabelledRows {
  const rng = seeded(7)
  const features = Float32Array.from({ length: count * 2 }, () => rng.normal())
  const labels = Uint32Array.from({ length: count }, (_, row) =>
    features[2 * row]! * features[2 * row + 1]! > 0 ? 1 : 0,
  )
  return { features, width: 2, labels, classNames: ['no', 'yes'] }
}

/** One row in ten of the second class. */
function lopsided(count: number): LabelledRows {
  const rng = seeded(8)
  const labels = Uint32Array.from({ length: count }, (_, row) => (row % 10 === 0 ? 1 : 0))
  const features = Float32Array.from({ length: count * 3 }, (_, i) => 2 * labels[Math.floor(i / 3)]! + rng.normal())
  return { features, width: 3, labels, classNames: ['no', 'yes'] }
}

const cases: readonly (readonly [string, LabelledRows])[] = [
  ['150 rows of 3 classes', blobs(seeded(1), { rows: 150, width: 4, classes: 3, spread: 0.7 })],
  ['60 rows of 2 classes far apart', blobs(seeded(2), { rows: 60, width: 2, classes: 2, spread: 0.2 })],
  ['800 rows of 8 classes', blobs(seeded(3), { rows: 800, width: 10, classes: 8, spread: 0.8 })],
  ['3000 rows of 2 classes', blobs(seeded(4), { rows: 3000, width: 3, classes: 2, spread: 0.8 })],
  ['classes that only a hidden layer tells apart', exclusiveOr(800)],
  ['one row in ten of the second class', lopsided(1500)],
]

describe('trainLadder', () => {
  it.each(cases)('makes six models in order of skill from %s', async (_, rows) => {
    const skills = await heldOutSkills(rows, 1)
    expect(skills).toHaveLength(RUNG_SHARES.length)
    for (let i = 1; i < skills.length; i++) expect(skills[i]).toBeGreaterThan(skills[i - 1]!)
    expect(skills.at(-1)! - skills[0]!).toBeGreaterThan(0.3)
  })

  it('makes the same bytes from the same rows and generator', () => {
    const rows = blobs(seeded(5), { rows: 100, width: 3, classes: 2, spread: 0.5 })
    const first = train(rows, 1)
    expect(train(rows, 1)).toEqual(first)
    expect(train(rows, 2)).not.toEqual(first)
  })

  it('grows a ladder from a column that is the label itself', async () => {
    const labels = Uint32Array.from({ length: 200 }, (_, row) => row % 2)
    const features = Float32Array.from({ length: 200 * 50 }, (_, i) => labels[Math.floor(i / 50)]!)
    const skills = await heldOutSkills({ features, width: 50, labels, classNames: ['a', 'b'] }, 1)
    for (let i = 1; i < skills.length; i++) expect(skills[i]).toBeGreaterThan(skills[i - 1]!)
  })

  it('tells its progress up to the end', () => {
    const seen: number[] = []
    const rows = blobs(seeded(5), { rows: 100, width: 3, classes: 2, spread: 0.5 })
    train(rows, 1, (done, total) => seen.push(done / total))
    expect(seen[0]).toBe(0)
    expect(seen.at(-1)).toBe(1)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  it('refuses rows whose features say nothing about the class', () => {
    const rng = seeded(6)
    const rows = {
      features: Float32Array.from({ length: 600 }, () => rng.normal()),
      width: 2,
      labels: Uint32Array.from({ length: 300 }, () => rng.below(2)),
      classNames: ['a', 'b'],
    }
    expect(() => train(rows, 1)).toThrow(expect.objectContaining({ code: 'not-learnable' }))
  })
})
