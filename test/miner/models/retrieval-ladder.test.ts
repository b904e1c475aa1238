import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import { DIMENSIONS } from '../../../shared/mechanism/retrieval/relevance-map.ts'
import { retrieval } from '../../../shared/mechanism/retrieval/retrieval.ts'
import { DOCUMENTS } from '../../../shared/mechanism/retrieval/retrieval-task.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { seeded } from '../../support/seeded.ts'

it('the committed models of retrieval rise by 0.08 of skill or more and show their hidden layer', async () => {
  const folder = committedLadder(retrieval.id)
  const { models } = await readManifest(folder)
  const tasks = retrieval.makeTasks(seeded(1), 4000)
  const skills: number[] = []
  for (const { file, sha256, skill } of models) {
    const model = await openModel(await readFile(join(folder, file)))
    await retrieval.checkModel(model)
    const measured = await measureModel(retrieval, model, tasks)
    expect(model.digest).toBe(sha256)
    expect(model.hidden?.dims).toEqual([undefined, DOCUMENTS * DIMENSIONS])
    expect(Math.abs(measured.skill - skill)).toBeLessThan(0.035)
    skills.push(measured.skill)
    await model.close()
  }
  expect(skills).toHaveLength(6)
  skills.slice(1).forEach((skill, index) => {
    expect(skill - skills[index]!).toBeGreaterThan(0.08)
  })
  expect(skills.at(-1)).toBeGreaterThan(0.9)
})
