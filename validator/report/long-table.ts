import { type Column, details, type Html, table } from '../../shared/report/page.ts'
import { counted } from './numbers.ts'

/** Rows that are open at once: what comes after the table must not be a mile away. */
const OPEN_ROWS = 32

/** A table whose rows beyond the first ones stand behind a line that opens them. */
export function longTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | Html)[])[],
  what: string,
): readonly Html[] {
  const rest = rows.slice(OPEN_ROWS)
  const first = table(columns, rows.slice(0, OPEN_ROWS))
  return rest.length === 0 ? [first] : [first, details(`${counted(rest.length, what)} more`, table(columns, rest))]
}
