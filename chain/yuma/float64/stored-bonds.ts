import type { Arena } from '../arena.ts'
import { emptyRow, type Row, type Rows } from '../rows.ts'
import { u16OfRatio } from './arithmetic.ts'
import type { Matrix } from './matrix.ts'

/** Step 18: the bonds of uids with a permit as u16 proportions. */
export function storedBonds(arena: Arena, bonds: Matrix, permits: readonly boolean[]): Rows {
  const rows: Row[] = []
  let previous = emptyRow
  for (let u = 0; u < permits.length; u++) {
    const row = permits[u] === true ? storedRow(arena, bonds, u, previous) : emptyRow
    rows.push(row)
    if (row !== emptyRow) previous = row
  }
  return rows
}

/** Rows are never written to once they are made, so that one about the same uids as the `previous` shares its columns. */
function storedRow(arena: Arena, bonds: Matrix, u: number, previous: Row): Row {
  const first = bonds.start[u] ?? 0
  const length = (bonds.start[u + 1] ?? 0) - first
  if (length === 0) return emptyRow
  const columns = hasColumns(bonds, first, length, previous) ? previous.columns : columnsOf(arena, bonds, first, length)
  const { values: bondValues } = bonds
  const values = arena.uint16(length)
  for (let k = 0; k < length; k++) values[k] = u16OfRatio(bondValues[first + k] ?? 0)
  return { columns, values }
}

function hasColumns({ columns: bondColumns }: Matrix, first: number, length: number, { columns }: Row): boolean {
  if (columns.length !== length) return false
  for (let k = 0; k < length; k++) if (columns[k] !== bondColumns[first + k]) return false
  return true
}

function columnsOf(arena: Arena, { columns: bondColumns }: Matrix, first: number, length: number): Uint16Array {
  const columns = arena.uint16(length)
  for (let k = 0; k < length; k++) columns[k] = bondColumns[first + k] ?? 0
  return columns
}
