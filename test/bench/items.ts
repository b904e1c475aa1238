import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { readManifest } from '../../miner/models/manifest.ts'
import { measureModel } from '../../shared/mechanism/measure.ts'
import { openMechanism } from '../../shared/mechanism/registry.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { createRng } from '../../shared/rng.ts'
import { itemsToTell, itemsToTellByAccuracy } from '../../shared/scoring/paired.ts'
import type { BenchRow } from './row.ts'

const SAMPLE = 6000
const LADDERS = ['glyphs', 'forecast', 'language', 'programs', 'retrieval'] as const

/** Tasks are right or wrong by a class or by one of several. */
const truth = z.union([
  z.object({ label: z.number() }).transform(({ label }) => [label]),
  z.object({ relevant: z.array(z.number()) }).transform(({ relevant }) => relevant),
])

/** One model's marks on the sample. */
interface Marks {
  readonly scores: Float64Array
  /** Share of tasks whose likeliest answer is right. */
  readonly accuracy: number
}

/**
 * Items after which every two neighbours of a ladder are ranked right with 95 % probability: by paired scores on shared
 * tasks, and by the rule that most networks use, accuracy of each miner on tasks of its own.
 */
export async function benchItems(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const id of LADDERS) {
    const marks = await markLadder(id)
    const pairs = marks.slice(1).flatMap((better, i) => {
      const worse = marks[i]
      if (worse === undefined) return []
      const paired = itemsToTell(better.scores.map((score, task) => score - (worse.scores[task] ?? 0)))
      return [{ paired, naive: itemsToTellByAccuracy(better.accuracy, worse.accuracy) }]
    })
    const paired = Math.max(...pairs.map((pair) => pair.paired))
    const naive = Math.max(...pairs.map((pair) => pair.naive))
    rows.push(
      { name: `${id}: items to rank all neighbours, 95 %`, value: paired, unit: 'items' },
      { name: '  by accuracy on tasks of their own', value: naive, unit: 'items' },
      { name: '  times fewer', value: naive / paired, unit: '×', goal: '≥ 8' },
    )
  }
  return rows
}

async function markLadder(id: string): Promise<readonly Marks[]> {
  const mechanism = await openMechanism(id)
  const tasks = mechanism.makeTasks(createRng(new Uint8Array(32).fill(1)), SAMPLE)
  const right = tasks.map((task) => truth.parse(task))
  const folder = committedLadder(id)
  const marks: Marks[] = []
  for (const { file } of (await readManifest(folder)).models) {
    const model = await openModel(await readFile(join(folder, file)))
    const { answers } = await measureModel(mechanism, model, tasks)
    await model.close()
    const rows = answers.map((answer) => z.instanceof(Float32Array).parse(answer))
    const hits = rows.filter((row, i) => right[i]?.includes(row.indexOf(Math.max(...row)))).length
    marks.push({
      scores: Float64Array.from(tasks, (task, i) => mechanism.score(task, answers[i])),
      accuracy: hits / SAMPLE,
    })
  }
  return marks
}
