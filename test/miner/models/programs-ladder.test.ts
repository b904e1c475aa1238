import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import { programs } from '../../../shared/mechanism/programs/programs.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { seeded } from '../../support/seeded.ts'

it('the committed models of programs rise by 0.06 of skill or more and show their hidden layer', async () => {
  const folder = committedLadder(programs.id)
  const { models } = await readManifest(folder)
  const tasks = programs.makeTasks(seeded(1), 4000)
  const skills: number[] = []
  for (const { file, sha256, skill } of models) {
    const model = await openModel(await readFile(join(folder, file)))
    await programs.checkModel(model)
    const measured = await measureModel(programs, model, tasks)
    expect(model.digest).toBe(sha256)
    expect(model.hidden?.dims).toEqual([undefined, 96])
    // One task's skill deviates by 0.6 at most.
    expect(Math.abs(measured.skill - skill)).toBeLessThan(0.035)
    skills.push(measured.skill)
    await model.close()
  }
  expect(skills).toHaveLength(6)
  skills.slice(1).forEach((skill, index) => {
    expect(skill - skills[index]!).toBeGreaterThan(0.06)
  })
  expect(skills.at(-1)).toBeGreaterThan(0.6)
})
