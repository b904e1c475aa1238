import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { AppError, messageOf } from '../errors.ts'
import { createTableBuilder, type Table, type TableBuilder } from './table-builder.ts'

/** How to read a data file. */
export interface LoadOptions {
  /** Name of the column that holds the class. */
  readonly label: string
}

/** Longest row of a CSV file. */
const MAX_ROW_CHARACTERS = 16_777_216

/** Endings of files that can be loaded. */
export const DATA_ENDINGS = ['.csv', '.csv.gz', '.jsonl'] as const

/**
 * Loads labelled data: `.csv` and `.csv.gz` with a header row, or `.jsonl` with one flat object per line. Streams, so
 * that only the numbers are held.
 * @throws AppError `data-not-found`, `unknown-format`, `broken-gzip`, `malformed-data`, and those of the table builder.
 */
export async function loadTable(path: string, { label }: LoadOptions): Promise<Table> {
  const name = path.toLowerCase()
  const ending = DATA_ENDINGS.find((candidate) => name.endsWith(candidate))
  if (ending === undefined)
    throw new AppError(
      'unknown-format',
      `data file ${path} has an unknown ending; valid are ${DATA_ENDINGS.join(', ')}`,
    )
  try {
    return ending === '.jsonl' ? await loadJsonLines(path, label) : await loadCsv(path, label, ending === '.csv.gz')
  } catch (error) {
    throw translate(error, path)
  }
}

async function loadCsv(path: string, label: string, isZipped: boolean): Promise<Table> {
  let builder: TableBuilder | undefined
  const collect = async (records: AsyncIterable<unknown>): Promise<void> => {
    for await (const record of records) {
      if (!Array.isArray(record)) throw new AppError('malformed-data', 'a CSV row is no list of values')
      if (builder === undefined) builder = createTableBuilder(record.map(String).map(trim), label)
      else builder.add(record)
    }
  }
  // Rows of another length than the header are told by the builder, with their number.
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: MAX_ROW_CHARACTERS,
  })
  const source: Readable = createReadStream(path)
  if (isZipped) await pipeline(source, createGunzip(), parser, collect)
  else await pipeline(source, parser, collect)
  return finish(builder, path)
}

async function loadJsonLines(path: string, label: string): Promise<Table> {
  let columns: readonly string[] = []
  let builder: TableBuilder | undefined
  let line = 0
  const addLine = (text: string): void => {
    line++
    if (text.trim() === '') return
    const row = parseLine(text, line)
    if (builder === undefined) {
      columns = Object.keys(row)
      builder = createTableBuilder(columns, label)
    }
    builder.add(toValues(row, columns, line))
  }
  await using file = await open(path)
  for await (const text of file.readLines()) addLine(text)
  return finish(builder, path)
}

const trim = (text: string): string => text.trim()

function parseLine(text: string, line: number): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new AppError('malformed-data', `line ${line} is no JSON: ${messageOf(error)}`, {}, error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('malformed-data', `line ${line} is no JSON object; valid is one like {"x": 1.5, "label": "a"}`)
  return value
}

/** Values of a row in the order of the first line's keys. */
function toValues(row: object, columns: readonly string[], line: number): readonly unknown[] {
  const values = new Map<string, unknown>(Object.entries(row))
  const missing = columns.find((column) => !values.has(column))
  if (missing !== undefined || values.size !== columns.length)
    throw new AppError(
      'ragged-row',
      `line ${line} has the keys ${[...values.keys()].slice(0, 20).join(', ')}; valid are those of the first line: ${columns.slice(0, 20).join(', ')}`,
    )
  return columns.map((column) => values.get(column))
}

function finish(builder: TableBuilder | undefined, path: string): Table {
  if (builder === undefined) throw new AppError('empty-data', `data file ${path} is empty; valid is a header and rows`)
  return builder.finish()
}

/** Faults of the file system, gzip and the CSV parser in our words; what is ours already gets the path put before it. */
function translate(error: unknown, path: string): unknown {
  if (error instanceof AppError)
    return error.message.includes(path) ? error : new AppError(error.code, `${path}: ${error.message}`, {}, error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('Z_'))
    return new AppError('broken-gzip', `${path} is no intact gzip file: ${messageOf(error)}`, {}, error)
  if (code.startsWith('CSV_'))
    return new AppError('malformed-data', `${path} is no valid CSV: ${messageOf(error).slice(0, 300)}`, {}, error)
  if (code === 'ENOENT') return new AppError('data-not-found', `data file ${path} does not exist`, {}, error)
  if (/^E[A-Z]+$/.test(code))
    return new AppError('data-not-found', `data file ${path} cannot be read: ${messageOf(error)}`, {}, error)
  return error
}
