import { type CellsTask, runCells } from './cells.ts'

/** What a worker thread of the experiment runs. */
export const work = (task: CellsTask): Float64Array => runCells(task)
