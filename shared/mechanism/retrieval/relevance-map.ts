import { utf8 } from '../../bytes.ts'
import { createRng } from '../../rng.ts'

/** Values of a query and of a document. */
export const DIMENSIONS = 10

/** What the map is drawn from: another version of the mechanism has another map. */
const MAP_SEED = 'meritnet retrieval map, version 1'

/**
 * The rotation that says what documents answer a query: a relevant document lies near the rotated query. Row-major
 * [query, document], orthonormal, drawn by Gram-Schmidt out of normal vectors, which makes every rotation and reflection
 * equally likely.
 */
export const RELEVANCE_MAP: readonly (readonly number[])[] = drawRotation()

/** Where the relevant documents of a query lie about: query · map, of the same length. */
export const toTarget = (query: ArrayLike<number>): readonly number[] =>
  Array.from({ length: DIMENSIONS }, (_, column) =>
    RELEVANCE_MAP.reduce((sum, row, index) => sum + (query[index] ?? 0) * (row[column] ?? 0), 0),
  )

function drawRotation(): readonly (readonly number[])[] {
  const rng = createRng(utf8(MAP_SEED))
  const rows: number[][] = []
  while (rows.length < DIMENSIONS) {
    const row = Array.from({ length: DIMENSIONS }, () => rng.normal())
    for (const other of rows) {
      const shared = dot(row, other)
      other.forEach((value, index) => {
        row[index] = (row[index] ?? 0) - shared * value
      })
    }
    const length = Math.sqrt(dot(row, row))
    rows.push(row.map((value) => value / length))
  }
  return rows
}

// A function declaration, since the map above is drawn before this line runs.
function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}
