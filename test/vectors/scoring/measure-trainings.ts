/**
 * Makes separate-trainings.json: how alike models of two trainings answer, for every mechanism that trains its own tasks.
 * Takes some minutes: `node test/vectors/scoring/measure-trainings.ts`. Node's own arithmetic decides the last digits.
 */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { RECIPES } from '../../../miner/models/recipes.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../../shared/mechanism/registry.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { createRng } from '../../../shared/rng.ts'
import { mechanismSpace } from '../../../shared/scoring/answer-space.ts'
import { errorsOf } from '../../../shared/scoring/errors-of.ts'
import { likenessOf } from '../../../shared/scoring/likeness.ts'

const TASKS = 3000
const SEED = 'rivals'

const rngOf = (text: string) => createRng(createHash('sha256').update(text).digest())

/** The committed models of a mechanism and those of a second training, each named as `3` or `3 of rivals`. */
async function* modelsOf(id: string): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  const folder = committedLadder(id)
  const { models } = await readManifest(folder)
  for (const [i, { file }] of models.entries()) yield { name: `${i + 1}`, bytes: await readFile(join(folder, file)) }
  const second = await RECIPES[id]!(rngOf(SEED))
  for (const [i, { bytes }] of second.models.entries()) yield { name: `${i + 1} of ${SEED}`, bytes }
}

async function measurePairs(id: string, mechanism: Mechanism) {
  const tasks = mechanism.makeTasks(rngOf(`pairs of ${id}`), TASKS)
  const players: { name: string; answers: readonly unknown[] }[] = []
  for await (const { name, bytes } of modelsOf(id)) {
    const model = await openModel(bytes)
    const { answers } = await measureModel(mechanism, model, tasks)
    await model.close()
    players.push({ name, answers })
  }
  const given = players.map(({ answers }) => answers)
  const space = mechanismSpace({ mechanism, tasks, answers: given, scale: mechanism.scaleOf(tasks) })
  const sides = given.map((answers, position) => ({ position, errors: errorsOf(mechanism, tasks, answers) }))
  return sides.flatMap((x, i) =>
    sides.slice(i + 1).flatMap((y, j) => {
      const [a, b] = [players[i]!.name, players[i + 1 + j]!.name]
      if (Math.abs(Number.parseInt(a, 10) - Number.parseInt(b, 10)) > 1) return []
      const likeness = Object.entries(likenessOf(x, y, space))
      return [{ mechanism: id, a, b, ...Object.fromEntries(likeness.map(([k, v]) => [k, Number(v.toPrecision(6))])) }]
    }),
  )
}

const pairs = []
for (const id of Object.keys(RECIPES)) pairs.push(...(await measurePairs(id, await openMechanism(id))))
const lines = pairs.map((pair) => `    ${JSON.stringify(pair)}`).join(',\n')
await writeFile(new URL('separate-trainings.json', import.meta.url), `{\n  "tasks": ${TASKS},\n  "pairs": [\n${lines}\n  ]\n}\n`)
