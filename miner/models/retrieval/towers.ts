import { DIMENSIONS } from '../../../shared/mechanism/retrieval/relevance-map.ts'
import { ANSWERS, DOCUMENTS, documentOf, NONE, queryOf } from '../../../shared/mechanism/retrieval/retrieval-task.ts'
import type { Rng } from '../../../shared/rng.ts'

/**
 * Parameters of a model with two towers: one embeds the query, the other each document, and the logit of a document is
 * `⟨q·Q, d·D⟩ − b|d|² − c|q|² + n`, that of "none" is 0. The rank, the size of the embeddings, limits how much of the map from queries
 * to documents it can learn.
 */
export interface Towers {
  readonly rank: number
  /** Q, [dimensions, rank] */
  readonly query: Float64Array
  /** D, [dimensions, rank] */
  readonly document: Float64Array
  /** b, c and n. */
  readonly offsets: Float64Array
}

/** Towers of zeros: also the form of a gradient and of Adam's moments. */
export const zeroTowers = (rank: number): Towers => ({
  rank,
  query: new Float64Array(DIMENSIONS * rank),
  document: new Float64Array(DIMENSIONS * rank),
  offsets: new Float64Array(3),
})

/** A copy that training does not move. */
export const copyTowers = (towers: Towers): Towers => ({
  rank: towers.rank,
  query: towers.query.slice(),
  document: towers.document.slice(),
  offsets: towers.offsets.slice(),
})

/** Towers to start training from: small normal weights, no offsets. */
export function createTowers(rank: number, rng: Rng): Towers {
  const towers = zeroTowers(rank)
  for (const weights of [towers.query, towers.document])
    for (let i = 0; i < weights.length; i++) weights[i] = rng.normal() / DIMENSIONS
  return towers
}

/** All parameters, for whoever treats them alike. */
export const parametersOf = ({ query, document, offsets }: Towers): readonly Float64Array[] => [
  query,
  document,
  offsets,
]

/** Logits of one task, with what the gradient needs again. */
export interface Pass {
  readonly inputs: Float32Array
  readonly query: Float64Array
  /** Embeddings, document after document. */
  readonly documents: Float64Array
  readonly logits: Float64Array
}

/** Runs one row. */
export function forward(towers: Towers, inputs: Float32Array): Pass {
  const { rank, offsets } = towers
  const [documentPull = 0, queryPull = 0, bias = 0] = offsets
  const vector = queryOf(inputs)
  const query = embed(vector, towers.query, rank)
  const documents = new Float64Array(DOCUMENTS * rank)
  const logits = new Float64Array(ANSWERS)
  for (let index = 0; index < DOCUMENTS; index++) {
    const document = documentOf(inputs, index)
    const embedded = embed(document, towers.document, rank)
    documents.set(embedded, index * rank)
    logits[index] = dot(query, embedded) - documentPull * squares(document) - queryPull * squares(vector) + bias
  }
  return { inputs, query, documents, logits }
}

/** Adds the gradient of one row, given the error at its logits. */
export function backward(towers: Towers, pass: Pass, errors: Float64Array, gradient: Towers): void {
  const { rank } = towers
  const { inputs, query, documents } = pass
  const vector = queryOf(inputs)
  const querySquares = squares(vector)
  const queryError = new Float64Array(rank)
  for (let index = 0; index < NONE; index++) {
    const error = errors[index] ?? 0
    const document = documentOf(inputs, index)
    addTo(queryError, documents.subarray(index * rank, (index + 1) * rank), error)
    addOuter(gradient.document, document, query, error)
    addTo(gradient.offsets, [-squares(document), -querySquares, 1], error)
  }
  addOuter(gradient.query, vector, queryError, 1)
}

function embed(vector: Float32Array, weights: Float64Array, rank: number): Float64Array {
  const embedded = new Float64Array(rank)
  vector.forEach((value, dimension) => {
    addTo(embedded, weights.subarray(dimension * rank, (dimension + 1) * rank), value)
  })
  return embedded
}

function addTo(sums: Float64Array, values: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + factor * (values[i] ?? 0)
}

/** sums += factor · rows ⊗ columns */
function addOuter(sums: Float64Array, rows: Float32Array, columns: Float64Array, factor: number): void {
  rows.forEach((value, row) => {
    addTo(sums.subarray(row * columns.length, (row + 1) * columns.length), columns, factor * value)
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function squares(vector: Float32Array): number {
  let sum = 0
  for (const value of vector) sum += value * value
  return sum
}
