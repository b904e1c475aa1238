import type { LabelledRows } from '../../shared/data/labelled-rows.ts'
import { type Split, splitTable } from '../../shared/data/split.ts'
import { createLabelled } from '../../shared/mechanism/labelled/labelled.ts'
import { toTasks } from '../../shared/mechanism/rows/task-rows.ts'
import type { Rng } from '../../shared/rng.ts'
import { dataExamples } from './examples.ts'
import { type LadderOptions, trainLadder } from './ladder.ts'
import { type MeasuredLadder, makeMeasuredLadder } from './measured-ladder.ts'

/** A ladder of the person's data and the rows that it was kept from. */
export interface DataLadder {
  readonly ladder: MeasuredLadder
  readonly split: Split
}

export interface DataLadderOptions {
  /** Of the split: the same one holds out the same rows, whatever is trained. Default: that of the training. */
  readonly splitRng?: Rng
  readonly onProgress?: LadderOptions<unknown>['onProgress']
}

/**
 * Splits the person's data, trains a ladder on one part and measures it on another.
 * @throws AppError as `splitTable` and `trainLadder`.
 */
export async function makeDataLadder(
  rows: LabelledRows,
  rng: Rng,
  { splitRng = rng, onProgress }: DataLadderOptions = {},
): Promise<DataLadder> {
  const split = splitTable(rows, splitRng.fork('split'))
  const rungs = trainLadder({
    mechanism: createLabelled(split.train),
    examples: dataExamples(split.train),
    rng: rng.fork('ladder'),
    onProgress,
  })
  const ladder = await makeMeasuredLadder({
    mechanism: createLabelled(split.fresh),
    rungs,
    trainingRows: split.train.labels.length,
    fresh: toTasks(split.fresh),
    isHit: ({ label }, answer) => answer.indexOf(Math.max(...answer)) === label,
  })
  return { ladder, split }
}
