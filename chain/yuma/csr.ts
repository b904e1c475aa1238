import type { Arena } from './arena.ts'
import type { Rows } from './rows.ts'

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

/** Copies the entries that count. */
export function filterRows(arena: Arena, rows: Rows, filter: EntryFilter): IntegerCsr {
  const { n, blockAtRegistration, registeredBefore, columnLimit, keepsSelf } = filter
  let capacity = 0
  for (let u = 0; u < Math.min(n, rows.length); u++) capacity += rows[u]?.columns.length ?? 0
  const start = arena.uint32(n + 1)
  const columns = arena.uint16(capacity)
  const values = arena.uint16(capacity)
  let size = 0
  for (let u = 0; u < n; u++) {
    const row = rows[u]
    const limit = registeredBefore[u] ?? 0
    if (row !== undefined && limit > 0) {
      const self = keepsSelf(u) ? -1 : u
      for (let k = 0; k < row.columns.length; k++) {
        const j = row.columns[k] ?? 0
        if (j >= columnLimit || j === self || (blockAtRegistration[j] ?? 0) >= limit) continue
        columns[size] = j
        values[size] = row.values[k] ?? 0
        size++
      }
    }
    start[u + 1] = size
  }
  return { start, columns, values }
}
