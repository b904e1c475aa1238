import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { downgradeModel } from '../../../miner/models/downgrade.ts'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { type Manifest, readManifest } from '../../../miner/models/manifest.ts'
import { forecast } from '../../../shared/mechanism/forecast/forecast.ts'
import { language } from '../../../shared/mechanism/language/language.ts'
import { measureAnswers, measureModel } from '../../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import type { ClassTask } from '../../../shared/mechanism/rows/asking.ts'
import type { Probabilities } from '../../../shared/mechanism/rows/probabilities.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { seeded } from '../../support/seeded.ts'

const TASKS = 4000
const ROUND = 100

/** What holds for the committed models of every such mechanism; `slack` is how far skill may be from the manifest's. */
const describeLadder = <Task extends ClassTask, Request>(
  mechanism: Mechanism<Task, Request, Probabilities>,
  slack: number,
) =>
  describe(`the committed models of ${mechanism.id}`, () => {
    const folder = committedLadder(mechanism.id)
    const tasks = mechanism.makeTasks(seeded(1), TASKS)
    const answers: (readonly Probabilities[])[] = []
    const skills: number[] = []
    let manifest: Manifest

    beforeAll(async () => {
      manifest = await readManifest(folder)
      for (const { file, sha256 } of manifest.models) {
        const model = await openModel(await readFile(join(folder, file)))
        expect(model.digest).toBe(sha256)
        await mechanism.checkModel(model)
        const measured = await measureModel(mechanism, model, tasks)
        answers.push(measured.answers)
        skills.push(measured.skill)
        await model.close()
      }
    })

    it('are six, for the mechanism as it is', () => {
      expect(manifest.models).toHaveLength(6)
      expect(manifest).toMatchObject({
        mechanism: mechanism.id,
        version: mechanism.version,
        difficulty: mechanism.difficulty.default,
      })
    })

    it('have the skill that the manifest says, with gaps between them and the best one high', () => {
      manifest.models.forEach(({ skill }, i) => {
        expect(Math.abs(skills[i]! - skill)).toBeLessThan(slack)
      })
      for (let i = 1; i < skills.length; i++) expect(skills[i]! - skills[i - 1]!).toBeGreaterThan(0.05)
      expect(skills[5]).toBeGreaterThan(0.75)
    })

    it('are in order after three rounds of a hundred tasks', () => {
      for (let from = 0; from + 3 * ROUND <= TASKS; from += 3 * ROUND) {
        const sums = answers.map((rows) => {
          let sum = 0
          for (let round = from; round < from + 3 * ROUND; round += ROUND) {
            const part = [round, round + ROUND] as const
            sum += measureAnswers(mechanism, tasks.slice(...part), rows.slice(...part)).skill
          }
          return sum
        })
        for (let i = 1; i < sums.length; i++) expect(sums[i]).toBeGreaterThan(sums[i - 1]!)
      }
    })

    it('earn less by looking surer or less sure than they are', () => {
      for (const rows of answers)
        for (const power of [0.5, 0.75, 1.5, 2.5]) {
          const bent = rows.map((row) => {
            const powers = row.map((share) => share ** power)
            const sum = powers.reduce((a, b) => a + b)
            return powers.map((share) => share / sum)
          })
          let own = 0
          let other = 0
          for (let from = 0; from < TASKS; from += ROUND) {
            const part = [from, from + ROUND] as const
            own += measureAnswers(mechanism, tasks.slice(...part), rows.slice(...part)).skill
            other += measureAnswers(mechanism, tasks.slice(...part), bent.slice(...part)).skill
          }
          expect(other).toBeLessThan(own)
        }
    })

    it('show a hidden layer wide enough for proofs', async () => {
      const model = await openModel(await readFile(join(folder, manifest.models[5]!.file)))
      expect(model.hidden?.dims[1]).toBeGreaterThanOrEqual(4)
      const [task] = tasks
      const { hidden } = await model.inferHidden({ dims: [1, task!.inputs.length], data: task!.inputs })
      expect(hidden.data.filter((value) => value > 0).length).toBeGreaterThanOrEqual(4)
      await model.close()
    })

    it('answer nearly alike when their weights are rounded', async () => {
      const file = await readFile(join(folder, manifest.models[5]!.file))
      const model = await openModel(downgradeModel(file))
      const part = tasks.slice(0, 1000)
      const { skill, answers: rounded } = await measureModel(mechanism, model, part)
      expect(Math.abs(skill - measureAnswers(mechanism, part, answers[5]!.slice(0, 1000)).skill)).toBeLessThan(0.03)
      expect(rounded.some((row, i) => mechanism.distance(row, answers[5]![i]!) > 0)).toBe(true)
      await model.close()
    })
  })

describeLadder(forecast, 0.045)
describeLadder(language, 0.03)
