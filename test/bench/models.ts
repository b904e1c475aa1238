import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { readManifest } from '../../miner/models/manifest.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { MECHANISMS, openMechanism } from '../../shared/mechanism/registry.ts'
import { concatInputs } from '../../shared/mechanism/rows/task-rows.ts'
import type { Model } from '../../shared/model/model.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { createRng } from '../../shared/rng.ts'
import type { BenchRow } from './row.ts'

const SECONDS = 1
const TASKS = 1000

/** Bare inference of the best committed model, and what a validator spends on the tasks of each mechanism. */
export async function benchModels(): Promise<BenchRow[]> {
  const rows = await withBestModel('glyphs', async (model) => {
    const tasks = glyphs.makeTasks(createRng(new Uint8Array(32)), TASKS)
    const imagesPerSecond = async (batch: number): Promise<number> => {
      const input = { dims: [batch, 256], data: concatInputs(tasks.slice(0, batch)) }
      return batch * (await perSecond(() => model.infer(input)))
    }
    return [
      { name: 'bare onnxruntime, batch 1', value: await imagesPerSecond(1), unit: 'images/s' },
      { name: 'bare onnxruntime, batch 32', value: await imagesPerSecond(32), unit: 'images/s' },
    ]
  })
  for (const id of Object.keys(MECHANISMS)) {
    // Its tasks are rows of a person's file: nothing is made.
    if (id === 'labelled') continue
    rows.push(...(await withBestModel(id, async (model) => benchTasks(await openMechanism(id), model))))
  }
  return rows
}

async function benchTasks(mechanism: Mechanism, model: Model): Promise<BenchRow[]> {
  const { id } = mechanism
  const rng = createRng(new Uint8Array(32))
  const tasks = mechanism.makeTasks(rng, TASKS)
  const wire = await mechanism.answer(mechanism.parseRequest(mechanism.toRequest(tasks)), model)
  const msOf = async (work: () => unknown): Promise<number> => 1000 / (await perSecond(work))
  const grade = (): number => {
    const answers = mechanism.parseAnswers(wire, tasks)
    return tasks.reduce<number>((sum, task, i) => sum + mechanism.score(task, answers[i]), 0)
  }
  return [
    {
      name: `${id}: making 1,000 tasks`,
      value: await msOf(() => mechanism.makeTasks(rng, TASKS)),
      unit: 'ms',
      goal: '≤ 50',
    },
    { name: `${id}: their request`, value: await msOf(() => mechanism.toRequest(tasks)), unit: 'ms' },
    { name: `${id}: parsing and scoring 1,000 answers`, value: await msOf(grade), unit: 'ms', goal: '≤ 10' },
  ]
}

async function withBestModel(id: string, work: (model: Model) => Promise<BenchRow[]>): Promise<BenchRow[]> {
  const folder = committedLadder(id)
  const { models } = await readManifest(folder)
  const model = await openModel(await readFile(join(folder, models.at(-1)?.file ?? '')))
  try {
    return await work(model)
  } finally {
    await model.close()
  }
}

/** Runs of `work` in a second, after a short warm-up. */
async function perSecond(work: () => unknown): Promise<number> {
  for (let i = 0; i < 5; i++) await work()
  const start = performance.now()
  let runs = 0
  while (performance.now() - start < SECONDS * 1000) {
    await work()
    runs++
  }
  return (runs * 1000) / (performance.now() - start)
}
