/**
 * One uid's sparse row of weights or bonds, as stored on chain: entry `k` says "value `values[k]` for uid `columns[k]`".
 * The order of the entries is the caller's and matters (liquid alpha); zeros may be explicit.
 */
export interface Row {
  readonly columns: Uint16Array
  readonly values: Uint16Array
}

/** Rows of all uids, indexed by uid. A missing row at the end counts as empty. */
export type Rows = readonly Row[]

/** The row without entries; shared, because it cannot be written to. */
export const emptyRow: Row = { columns: new Uint16Array(0), values: new Uint16Array(0) }

/** Makes a row of the pairs that SCALE `Vec<(u16, u16)>` decodes to. Values wrap like u16, so decode first. */
export function rowFromPairs(pairs: readonly (readonly [column: number, value: number])[]): Row {
  if (pairs.length === 0) return emptyRow
  const columns = new Uint16Array(pairs.length)
  const values = new Uint16Array(pairs.length)
  for (const [index, [column, value]] of pairs.entries()) {
    columns[index] = column
    values[index] = value
  }
  return { columns, values }
}

/** Gives the pairs that SCALE `Vec<(u16, u16)>` encodes, in row order. */
export function pairsFromRow(row: Row): [column: number, value: number][] {
  return Array.from(row.columns, (column, index) => [column, row.values[index] ?? 0])
}
