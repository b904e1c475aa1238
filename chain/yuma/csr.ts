import type { Arena } from './arena.ts'
import type { Row, Rows } from './rows.ts'

/** Compressed sparse rows of u16 entries: row `u` is the entries `start[u]` to `start[u + 1]`, order kept. */
export interface IntegerCsr {
  readonly start: Uint32Array
  readonly columns: Uint16Array
  readonly values: Uint16Array
}

/** Number of entries in use; the arrays may be longer. */
export const entriesOf = ({ start }: Pick<IntegerCsr, 'start'>): number => start[start.length - 1] ?? 0

/** Which stored entries count. */
export interface EntryFilter {
  /** Rows from here on are dropped, missing ones are empty. */
  readonly n: number
  readonly blockAtRegistration: readonly number[]
  /** Of row `u`, entries count whose column was registered before `registeredBefore[u]`; a missing registration is block 0. */
  readonly registeredBefore: Float64Array
  /** Columns from here on are dropped. */
  readonly columnLimit: number
  /** Whether row `u` keeps its entry for `u`. */
  readonly keepsSelf: (u: number) => boolean
}

/** Columns are u16: below this are all of them. */
const ALL_COLUMNS = 65_536

/** Copies the entries that count. */
export function filterRows(arena: Arena, rows: Rows, filter: EntryFilter): IntegerCsr {
  const { n, blockAtRegistration, registeredBefore, keepsSelf } = filter
  const columnLimit = Math.min(filter.columnLimit, ALL_COLUMNS)
  let capacity = 0
  for (let u = 0; u < Math.min(n, rows.length); u++) capacity += rows[u]?.columns.length ?? 0
  const result = { start: arena.uint32(n + 1), columns: arena.uint16(capacity), values: arena.uint16(capacity) }
  // Mostly nobody has registered lately; then no entry needs a look at its column's registration.
  let newest = 0
  for (let j = 0; j < blockAtRegistration.length; j++) newest = Math.max(newest, blockAtRegistration[j] ?? 0)
  let size = 0
  for (let u = 0; u < n; u++) {
    const row = rows[u]
    const limit = registeredBefore[u] ?? 0
    if (row !== undefined && limit > 0 && row.columns.length > 0) {
      const self = keepsSelf(u) ? -1 : u
      size =
        newest < limit
          ? copyRow(result, row, size, columnLimit, self)
          : copyOlder(result, row, size, columnLimit, self, blockAtRegistration, limit)
    }
    result.start[u + 1] = size
  }
  return result
}

/** Appends a row's entries below `columnLimit` other than `self`; gives where it ends. */
function copyRow({ columns, values }: IntegerCsr, row: Row, first: number, columnLimit: number, self: number): number {
  const { columns: rowColumns, values: rowValues } = row
  const { length } = rowColumns
  if (hasAll(rowColumns, columnLimit, self)) {
    columns.set(rowColumns, first)
    values.set(rowValues, first)
    return first + length
  }
  let size = first
  for (let k = 0; k < length; k++) {
    const j = rowColumns[k] ?? 0
    if (j >= columnLimit || j === self) continue
    columns[size] = j
    values[size] = rowValues[k] ?? 0
    size++
  }
  return size
}

/** Whether no column has to go. Looking first and copying at once takes half as long as copying one by one. */
function hasAll(columns: Uint16Array, columnLimit: number, self: number): boolean {
  if (columnLimit === ALL_COLUMNS && self < 0) return true
  for (let k = 0; k < columns.length; k++) {
    const j = columns[k] ?? 0
    if (j >= columnLimit || j === self) return false
  }
  return true
}

/** The same of entries whose column was registered before a block. */
function copyOlder(
  { columns, values }: IntegerCsr,
  row: Row,
  first: number,
  columnLimit: number,
  self: number,
  blockAtRegistration: readonly number[],
  limit: number,
): number {
  const { columns: rowColumns, values: rowValues } = row
  const { length } = rowColumns
  let size = first
  for (let k = 0; k < length; k++) {
    const j = rowColumns[k] ?? 0
    if (j >= columnLimit || j === self || (blockAtRegistration[j] ?? 0) >= limit) continue
    columns[size] = j
    values[size] = rowValues[k] ?? 0
    size++
  }
  return size
}
