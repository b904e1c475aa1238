import { dirname, join } from 'node:path'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { makeFolder } from '../../../shared/make-folder.ts'
import { toPicture } from '../../../shared/report/picture.ts'
import { writeWhole } from '../../../shared/write-whole.ts'
import { toCsv, toParquet } from './export-tables.ts'
import { drawSweep } from './report/drawings.ts'
import { metricsShown } from './report/metrics-shown.ts'
import { renderSweepPage } from './report/page.ts'
import { toResultJson } from './report/result-json.ts'
import { renderSummary } from './report/summary.ts'
import type { SweepResult } from './summarise.ts'

/** Where results go and which measures they draw. */
export interface ResultsOptions {
  readonly folder: string
  readonly metrics: readonly string[] | undefined
  /** Folder of the charts as pictures, when they are wanted one by one. */
  readonly svgFolder: string | undefined
  /** What to do when a file cannot be written. */
  readonly advice: string
}

/**
 * Writes the tables, the JSON, the summary, the page and the pictures of a sweep, each whole or not at all.
 * @throws AppError `unknown-measure`, `unwritable-file`.
 */
export async function writeResults(
  result: SweepResult,
  { folder, metrics, svgFolder, advice }: ResultsOptions,
): Promise<{ summary: string }> {
  const shown = metricsShown(result, metrics)
  const summary = renderSummary(result, shown)
  const drawings = await drawSweep(result, shown)
  const files: readonly (readonly [name: string, content: string | Uint8Array])[] = [
    ['runs.csv', toCsv(result)],
    ['runs.parquet', toParquet(result)],
    ['result.json', toResultJson(result)],
    ['summary.md', summary],
    ['report.html', await renderSweepPage(result, { metrics: shown, drawings })],
  ]
  for (const [name, content] of files) await writeResult(join(folder, name), content, advice)
  if (svgFolder !== undefined)
    for (const { measure, name, svg } of drawings)
      await writeResult(join(svgFolder, `${measure}-${name}.svg`), toPicture(svg), advice)
  return { summary }
}

async function writeResult(file: string, content: string | Uint8Array, advice: string): Promise<void> {
  try {
    makeFolder(dirname(file))
    await writeWhole(file, content)
  } catch (error) {
    throw new AppError('unwritable-file', `cannot write ${file}: ${messageOf(error)}; ${advice}`, { file }, error)
  }
}
