import { DIMENSIONS } from '../../../shared/mechanism/retrieval/relevance-map.ts'
import { ANSWERS, DOCUMENTS, NONE, RETRIEVAL_WIDTH } from '../../../shared/mechanism/retrieval/retrieval-task.ts'
import { HIDDEN_OUTPUT } from '../../../shared/model/model.ts'
import type { Graph } from '../onnx-writer.ts'
import type { Towers } from './towers.ts'

/**
 * Graph of trained towers: raw features in, probabilities out. The hidden layer holds the products of the embedded query
 * with every embedded document, value by value. Matrices that pick parts of a row stand for the operators that slice and
 * tile, which would take whole-number constants.
 */
export function toTowersGraph({ rank, query, document, offsets }: Towers): Graph {
  const products = DOCUMENTS * rank
  const [documentPull = 0, queryPull = 0, bias = 0] = offsets
  /** Column of a value of an embedded document → its place in the embedding. */
  const documentAt = (column: number): number => Math.floor(column / rank)
  const documentOfFeature = (row: number): number => Math.floor(row / DIMENSIONS) - 1
  return {
    name: 'towers',
    input: { name: 'features', width: RETRIEVAL_WIDTH },
    output: { name: 'probabilities', width: ANSWERS },
    hidden: { name: HIDDEN_OUTPUT, width: products },
    constants: [
      {
        name: 'queryTower',
        ...matrix(RETRIEVAL_WIDTH, rank, (row, column) => (row < DIMENSIONS ? (query[row * rank + column] ?? 0) : 0)),
      },
      { name: 'tile', ...matrix(rank, products, (row, column) => (column % rank === row ? 1 : 0)) },
      {
        name: 'documentTower',
        ...matrix(RETRIEVAL_WIDTH, products, (row, column) =>
          documentOfFeature(row) === documentAt(column)
            ? (document[(row % DIMENSIONS) * rank + (column % rank)] ?? 0)
            : 0,
        ),
      },
      { name: 'sum', ...matrix(products, ANSWERS, (row, column) => (documentAt(row) === column ? 1 : 0)) },
      {
        name: 'bias',
        dims: [ANSWERS],
        values: Float32Array.from({ length: ANSWERS }, (_, i) => (i < NONE ? bias : 0)),
      },
      {
        name: 'pull',
        ...matrix(RETRIEVAL_WIDTH, ANSWERS, (row, column) => {
          if (column === NONE) return 0
          if (row < DIMENSIONS) return -queryPull
          return documentOfFeature(row) === column ? -documentPull : 0
        }),
      },
    ],
    operators: [
      { op: 'MatMul', inputs: ['features', 'queryTower'], output: 'query' },
      { op: 'MatMul', inputs: ['query', 'tile'], output: 'queries' },
      { op: 'MatMul', inputs: ['features', 'documentTower'], output: 'documents' },
      { op: 'Mul', inputs: ['queries', 'documents'], output: HIDDEN_OUTPUT },
      { op: 'Gemm', inputs: [HIDDEN_OUTPUT, 'sum', 'bias'], output: 'matches' },
      { op: 'Mul', inputs: ['features', 'features'], output: 'squares' },
      { op: 'MatMul', inputs: ['squares', 'pull'], output: 'lengths' },
      { op: 'Add', inputs: ['matches', 'lengths'], output: 'logits' },
      { op: 'Softmax', inputs: ['logits'], output: 'probabilities', attributes: { axis: 1 } },
    ],
  }
}

/** A row-major matrix by its entries. */
function matrix(rows: number, columns: number, entry: (row: number, column: number) => number) {
  const values = Float32Array.from({ length: rows * columns }, (_, index) =>
    entry(Math.floor(index / columns), index % columns),
  )
  return { dims: [rows, columns], values }
}
