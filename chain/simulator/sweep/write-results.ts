import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { toCsv, toParquet } from './export-tables.ts'
import { metricsShown } from './report/metrics-shown.ts'
import { renderSweepPage } from './report/page.ts'
import { toResultJson } from './report/result-json.ts'
import { renderSummary } from './report/summary.ts'
import type { SweepResult } from './summarise.ts'

/** Where results go and which measures they draw. */
export interface ResultsOptions {
  readonly folder: string
  readonly metrics: readonly string[] | undefined
}

/**
 * Writes the tables, the JSON, the summary and the page of a sweep, each whole or not at all.
 * @throws AppError `unknown-measure`, `unwritable-file`.
 */
export async function writeResults(
  result: SweepResult,
  { folder, metrics }: ResultsOptions,
): Promise<{ summary: string }> {
  const shown = metricsShown(result, metrics)
  const summary = renderSummary(result, shown)
  const files: readonly (readonly [name: string, content: string | Uint8Array])[] = [
    ['runs.csv', toCsv(result)],
    ['runs.parquet', toParquet(result)],
    ['result.json', toResultJson(result)],
    ['summary.md', summary],
    ['report.html', await renderSweepPage(result, shown)],
  ]
  for (const [name, content] of files) await writeWhole(join(folder, name), content)
  return { summary }
}

/** A reader never sees half a file: it gets its name when it is complete. */
async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(`${file}.new`, content)
    await rename(`${file}.new`, file)
  } catch (error) {
    throw new AppError(
      'unwritable-file',
      `cannot write ${file}: ${messageOf(error)}; the runs themselves are kept, go on with --resume`,
      { file },
      error,
    )
  }
}
