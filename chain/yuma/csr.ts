import type { Rows } from './rows.ts'

/** Compressed sparse rows of u16 entries: row `u` is the entries `start[u]` to `start[u + 1]`, order kept. */
export interface IntegerCsr {
  readonly start: Uint32Array
  readonly columns: Uint16Array
  readonly values: Uint16Array
}

/**
 * Copies the entries that `keeps` accepts. Rows from `n` on are dropped, missing ones are empty.
 * `isEmptied` tells rows that lose everything.
 */
export function filterRows(
  rows: Rows,
  n: number,
  isEmptied: (row: number) => boolean,
  keeps: (row: number, column: number) => boolean,
): IntegerCsr {
  let capacity = 0
  for (let u = 0; u < Math.min(n, rows.length); u++) capacity += rows[u]?.columns.length ?? 0
  const start = new Uint32Array(n + 1)
  const columns = new Uint16Array(capacity)
  const values = new Uint16Array(capacity)
  let size = 0
  for (let u = 0; u < n; u++) {
    const row = rows[u]
    if (row !== undefined && !isEmptied(u)) {
      for (let k = 0; k < row.columns.length; k++) {
        const column = row.columns[k] ?? 0
        if (!keeps(u, column)) continue
        columns[size] = column
        values[size] = row.values[k] ?? 0
        size++
      }
    }
    start[u + 1] = size
  }
  return { start, columns: columns.subarray(0, size), values: values.subarray(0, size) }
}
