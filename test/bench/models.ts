import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { readManifest } from '../../miner/models/manifest.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { concatInputs } from '../../shared/mechanism/rows/task-rows.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { createRng } from '../../shared/rng.ts'
import type { BenchRow } from './row.ts'

const SECONDS = 2
const TASKS = 1000

/** Bare inference of the best committed model, and what a validator spends on tasks. */
export async function benchModels(): Promise<BenchRow[]> {
  const { models } = await readManifest(committedLadder('glyphs'))
  const model = await openModel(await readFile(join(committedLadder('glyphs'), models.at(-1)?.file ?? '')))
  const rng = createRng(new Uint8Array(32))
  const tasks = glyphs.makeTasks(rng, TASKS)
  const imagesPerSecond = async (batch: number): Promise<number> => {
    const input = { dims: [batch, 256], data: concatInputs(tasks.slice(0, batch)) }
    return batch * (await perSecond(() => model.infer(input)))
  }
  const answer = await glyphs.answer(glyphs.toRequest(tasks), model)
  const rows: BenchRow[] = [
    { name: 'bare onnxruntime, batch 1', value: await imagesPerSecond(1), unit: 'images/s' },
    { name: 'bare onnxruntime, batch 32', value: await imagesPerSecond(32), unit: 'images/s' },
    {
      name: 'making 1,000 glyph tasks',
      value: 1000 / (await perSecond(() => glyphs.makeTasks(rng, TASKS))),
      unit: 'ms',
      goal: '≤ 50',
    },
    { name: 'their request', value: 1000 / (await perSecond(() => glyphs.toRequest(tasks))), unit: 'ms' },
    {
      name: 'parsing and scoring 1,000 answers',
      value: 1000 / (await perSecond(() => scoreAll(answer))),
      unit: 'ms',
      goal: '≤ 10',
    },
  ]
  await model.close()
  return rows

  function scoreAll(input: unknown): number {
    return glyphs.parseAnswers(input, tasks).reduce((sum, p, i) => {
      const task = tasks[i]
      return task === undefined ? sum : sum + glyphs.score(task, p)
    }, 0)
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
