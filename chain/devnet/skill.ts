import { readFile } from 'node:fs/promises'
import { readHeldOut } from '../../shared/data/held-out.ts'
import { GLYPH_CLASSES, glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { measureAccuracy } from '../../shared/mechanism/rows/accuracy.ts'
import type { ClassTask } from '../../shared/mechanism/rows/asking.ts'
import { randomAnswer } from '../../shared/mechanism/rows/random-answer.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { fromWire } from '../../shared/model/tensor.ts'
import type { Rng } from '../../shared/rng.ts'
import type { MinerKind } from './plan.ts'

/** Fresh glyphs that the report's skill is measured on: ± 0.7 points at 95 % for the better models. */
const FRESH_GLYPHS = 6_000

/** Tasks that nobody was trained or scored on, and how many classes they have. */
export interface FreshSample {
  readonly tasks: readonly ClassTask[]
  readonly classes: number
}

/** Freshly drawn glyphs, or every row of the file that was set apart from the person's data. */
export async function openFreshSample(rng: Rng, freshFile: string | undefined): Promise<FreshSample> {
  if (freshFile === undefined) {
    const tasks = glyphs.makeTasks(rng, FRESH_GLYPHS)
    return { tasks, classes: GLYPH_CLASSES }
  }
  const { features, width, labels, classNames } = await readHeldOut(freshFile)
  const tasks = Array.from(labels, (label, row) => ({
    inputs: features.subarray(row * width, (row + 1) * width),
    label,
  }))
  return { tasks, classes: classNames.length }
}

/** Share of the sample that a miner of this kind gets right; `undefined` for one that serves nothing. */
export async function measureSkill(
  kind: MinerKind,
  { tasks, classes }: FreshSample,
  rng: Rng,
): Promise<number | undefined> {
  if (kind.tag === 'offline') return undefined
  if (kind.tag === 'random') {
    const { data } = fromWire(randomAnswer(rng, tasks.length, classes))
    const hits = tasks.filter(({ label }, i) => {
      const row = data.subarray(i * classes, (i + 1) * classes)
      return row.indexOf(Math.max(...row)) === label
    })
    return hits.length / tasks.length
  }
  const model = await openModel(await readFile(kind.file))
  try {
    return (await measureAccuracy(model, tasks)).accuracy
  } finally {
    await model.close()
  }
}
