import type { Model, Tensor } from '../../shared/model/model.ts'

export interface FakeModelOptions {
  /** Values per row. Default 256, as for glyphs. */
  readonly width?: number
  /** Default 10. */
  readonly classes?: number
  readonly digest?: string
  /** What a row of inputs is answered with. Default: even probabilities. */
  readonly rowOf?: (inputs: Float32Array) => readonly number[]
  /** Awaited before every inference, to make a model slow or let it fail. */
  readonly before?: () => Promise<void>
}

/** A model in memory that counts its inferences. */
export interface FakeModel extends Model {
  /** Rows of each inference so far. */
  readonly batches: readonly number[]
  readonly isClosed: boolean
}

/** See `FakeModel`. */
export function createFakeModel(options: FakeModelOptions = {}): FakeModel {
  const { width = 256, classes = 10, digest = 'ab'.repeat(32), before = async () => {} } = options
  const rowOf = options.rowOf ?? (() => Array<number>(classes).fill(1 / classes))
  const batches: number[] = []
  let isClosed = false
  return {
    digest,
    input: { name: 'x', dims: [undefined, width] },
    output: { name: 'p', dims: [undefined, classes] },
    batches,
    get isClosed() {
      return isClosed
    },
    async infer({ dims, data }: Tensor) {
      const count = dims[0] ?? 0
      batches.push(count)
      await before()
      const rows = Array.from({ length: count }, (_, i) => rowOf(data.subarray(i * width, (i + 1) * width)))
      return { dims: [count, classes], data: Float32Array.from(rows.flat()) }
    },
    async close() {
      isClosed = true
    },
  }
}
