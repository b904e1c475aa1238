import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Scalar } from './json.ts'
import type { SweepResult } from './summarise.ts'

/** A column of the exported table: one value for each run that gave measures. */
interface Column {
  readonly name: string
  readonly values: readonly (Scalar | undefined)[]
}

/** One row for each run: point, seed, the value of each varied parameter, each measure; no value where it has none. */
function columnsOf({ design, points, outcomes, measures }: SweepResult): readonly Column[] {
  const rows = outcomes.flatMap(({ point, seed, result }) =>
    'measures' in result ? [{ point, seed, measures: result.measures }] : [],
  )
  return [
    { name: 'point', values: rows.map(({ point }) => point) },
    { name: 'seed', values: rows.map(({ seed }) => seed) },
    ...design.factors.map(({ path }, index) => ({
      name: path,
      values: rows.map(({ point }) => points[point]?.point[index]),
    })),
    ...measures.map((name) => ({ name, values: rows.map((row) => row.measures[name]) })),
  ]
}

/** RFC 4180: quotes around what holds a comma, a quote or a line end. */
function toCell(value: Scalar | undefined): string {
  const text = value === undefined || value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The runs as CSV with a header row. */
export function toCsv(result: SweepResult): string {
  const columns = columnsOf(result)
  const rows = (columns[0]?.values ?? []).map((_, row) => columns.map(({ values }) => toCell(values[row])).join(','))
  return `${[columns.map(({ name }) => toCell(name)).join(','), ...rows].join('\n')}\n`
}

/** Counts and booleans keep their type; a parameter whose values differ in kind becomes text. */
function toParquetColumn({ name, values }: Column) {
  const present = values.filter((value) => value !== undefined && value !== null)
  const data = (convert: (value: string | number | boolean) => unknown) =>
    values.map((value) => (value === undefined || value === null ? null : convert(value)))
  const base = { name, nullable: true }
  if (name === 'point' || name === 'seed') return { name, nullable: false, type: 'INT32' as const, data: data(Number) }
  if (present.every((value) => typeof value === 'number'))
    return { ...base, type: 'DOUBLE' as const, data: data(Number) }
  if (present.every((value) => typeof value === 'boolean'))
    return { ...base, type: 'BOOLEAN' as const, data: data(Boolean) }
  return { ...base, type: 'STRING' as const, data: data(String) }
}

/** The runs as Apache Parquet, for DuckDB, Spark, pandas and the like. */
export const toParquet = (result: SweepResult): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(result).map(toParquetColumn) }))
