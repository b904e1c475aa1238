import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { committedLadder } from '../../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../../miner/models/manifest.ts'
import { glyphs } from '../../../../shared/mechanism/glyphs/glyphs.ts'
import { openModel } from '../../../../shared/model/onnx.ts'
import { seeded } from '../../../support/seeded.ts'

export const WIDTH = 10

/** Glyphs and the answers of real models to them, row after row. */
export interface Pool {
  readonly labels: Uint8Array
  readonly rows: readonly Float32Array[]
}

type Change = (bytes: Uint8Array) => Uint8Array

/** Answers of the six committed models, worst first, to fresh glyphs; `change` may rewrite the bytes of a model. */
export async function openPool(
  count: number,
  { seed = 1, change = (bytes) => bytes }: { seed?: number; change?: Change } = {},
): Promise<Pool> {
  const tasks = glyphs.makeTasks(seeded(seed), count)
  const folder = committedLadder('glyphs')
  const { models } = await readManifest(folder)
  const rows: Float32Array[] = []
  for (const { file } of models) {
    const model = await openModel(change(await readFile(join(folder, file))))
    const all = new Float32Array(count * WIDTH)
    for (let from = 0; from < count; from += 2000) {
      const part = tasks.slice(from, from + 2000)
      const answers = glyphs.parseAnswers(await glyphs.answer(glyphs.toRequest(part), model), part)
      for (const [i, answer] of answers.entries()) all.set(answer, (from + i) * WIDTH)
    }
    await model.close()
    rows.push(all)
  }
  return { labels: Uint8Array.from(tasks, ({ label }) => label), rows }
}
