import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeDataLadder } from '../../miner/models/data-ladder.ts'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { readManifest } from '../../miner/models/manifest.ts'
import { createLabelled } from '../../shared/mechanism/labelled/labelled.ts'
import { measureModel } from '../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../shared/mechanism/registry.ts'
import { toTasks } from '../../shared/mechanism/rows/task-rows.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { createRng } from '../../shared/rng.ts'
import { itemsToTell, itemsToTellByAccuracy } from '../../shared/scoring/paired.ts'
import { sampleOf } from '../../shared/scoring/sample.ts'
import { blobs } from '../support/labelled-rows.ts'
import type { BenchRow } from './row.ts'

const SAMPLE = 6000
/** Rounds that are drawn from the sample to see whether the items that were worked out do. */
const DRAWS = 2000
const LADDERS = ['glyphs', 'forecast', 'language', 'programs', 'retrieval'] as const

/** Tasks are right or wrong by a class or by one of several. */
const truth = z.union([
  z.object({ label: z.number() }).transform(({ label }) => [label]),
  z.object({ relevant: z.array(z.number()) }).transform(({ relevant }) => relevant),
])

/** Models of a ladder, worst first, and tasks that nobody was trained on. */
interface Ladder {
  readonly mechanism: Mechanism
  readonly tasks: readonly unknown[]
  readonly files: readonly Uint8Array[]
}

/** One model's marks on the sample. */
interface Marks {
  readonly scores: Float64Array
  /** Share of tasks whose likeliest answer is right. */
  readonly accuracy: number
}

/**
 * Items after which neighbours of a ladder are ranked right with 95 % probability: by paired scores on shared tasks, and
 * by the rule that most networks use, accuracy of each miner on tasks of its own. Of the pairs of a ladder the geometric
 * mean and the least one. A pair that accuracy already tells apart by few tasks gains least.
 */
export async function benchRanking(): Promise<BenchRow[]> {
  const rows = await benchLadder(await generatedLadder())
  for (const id of LADDERS) rows.push(...(await benchLadder(await committed(id))))
  return rows
}

async function benchLadder(ladder: Ladder): Promise<BenchRow[]> {
  const marks = await markLadder(ladder)
  const pairs = marks.slice(1).flatMap((better, i) => {
    const worse = marks[i]
    return worse === undefined ? [] : [comparePair(better, worse)]
  })
  const times = pairs.map(({ paired, naive }) => naive / paired)
  const least = Math.min(...times)
  const at = times.indexOf(least)
  const most = (of: (pair: (typeof pairs)[number]) => number): number => Math.max(...pairs.map(of))
  const { id } = ladder.mechanism
  return [
    { name: `${id}: items to rank every pair of neighbours, 95 %`, value: most(({ paired }) => paired), unit: 'items' },
    {
      name: '  ranked right by so many, least of the pairs',
      value: 100 * Math.min(...pairs.map(({ right }) => right)),
      unit: '%',
    },
    { name: '  by accuracy on tasks of their own', value: most(({ naive }) => naive), unit: 'items' },
    {
      name: '  times fewer',
      value: most(({ naive }) => naive) / most(({ paired }) => paired),
      unit: '×',
      goal: '≥ 8',
    },
    { name: '  times fewer pair by pair, geometric mean', value: geometricMean(times), unit: '×' },
    {
      name: `  times fewer pair by pair, least (${at + 1} and ${at + 2}: ${pairs[at]?.paired} for ${pairs[at]?.naive})`,
      value: least,
      unit: '×',
    },
  ]
}

function comparePair(better: Marks, worse: Marks): { paired: number; naive: number; right: number } {
  const differences = better.scores.map((score, task) => score - (worse.scores[task] ?? 0))
  // Who is above by the whole sample only by luck is told apart by no number of items.
  const paired = sampleOf(differences).mean > 0 ? itemsToTell(differences) : Number.POSITIVE_INFINITY
  return {
    paired,
    naive: itemsToTellByAccuracy(better.accuracy, worse.accuracy),
    right: Number.isFinite(paired) ? shareRankedRight(differences, paired) : 0,
  }
}

/** Share of rounds of so many items, drawn from the sample, that put the better one above: what the formula promises. */
function shareRankedRight(differences: Float64Array, items: number): number {
  const rng = createRng(new Uint8Array(32).fill(2))
  let right = 0
  for (let draw = 0; draw < DRAWS; draw++) {
    let sum = 0
    for (let item = 0; item < items; item++) sum += differences[rng.below(differences.length)] ?? 0
    if (sum > 0) right++
  }
  return right / DRAWS
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

async function committed(id: string): Promise<Ladder> {
  const mechanism = await openMechanism(id)
  const folder = committedLadder(id)
  const { models } = await readManifest(folder)
  return {
    mechanism,
    tasks: mechanism.makeTasks(createRng(new Uint8Array(32).fill(1)), SAMPLE),
    files: await Promise.all(models.map(({ file }) => readFile(join(folder, file)))),
  }
}

/** A person's table as there might be one: eight classes that overlap, of which a fifth is kept from training. */
async function generatedLadder(): Promise<Ladder> {
  const rng = createRng(new Uint8Array(32).fill(3))
  const table = blobs(rng.fork('table'), { rows: 5 * SAMPLE, width: 12, classes: 8, spread: 1.4 })
  const { ladder, split } = await makeDataLadder(table, rng.fork('ladder'))
  return {
    mechanism: createLabelled(split.fresh) as Mechanism,
    tasks: toTasks(split.fresh),
    files: ladder.models.map(({ bytes }) => bytes),
  }
}

async function markLadder({ mechanism, tasks, files }: Ladder): Promise<readonly Marks[]> {
  const right = tasks.map((task) => truth.parse(task))
  const marks: Marks[] = []
  for (const file of files) {
    const model = await openModel(file)
    const { answers } = await measureModel(mechanism, model, tasks)
    await model.close()
    const rows = answers.map((answer) => z.instanceof(Float32Array).parse(answer))
    const hits = rows.filter((row, i) => right[i]?.includes(row.indexOf(Math.max(...row)))).length
    marks.push({
      scores: Float64Array.from(tasks, (task, i) => mechanism.score(task, answers[i])),
      accuracy: hits / tasks.length,
    })
  }
  return marks
}
