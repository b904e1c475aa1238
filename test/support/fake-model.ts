import type { Model, Tensor } from '../../shared/model/model.ts'
import { noHiddenOutput } from '../../shared/model/no-hidden-output.ts'

export interface FakeModelOptions {
  /** Values per row. Default 256, as for glyphs. */
  readonly width?: number
  /** Default 10. */
  readonly classes?: number
  readonly digest?: string
  /** What the hidden layer holds for a row of inputs. Default: the model shows none. */
  readonly hiddenOf?: (inputs: Float32Array) => readonly number[]
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
  const { width = 256, classes = 10, digest = 'ab'.repeat(32), hiddenOf, before = async () => {} } = options
  const rowOf = options.rowOf ?? (() => Array<number>(classes).fill(1 / classes))
  const batches: number[] = []
  let isClosed = false
  const toRows = ({ dims, data }: Tensor, of: (inputs: Float32Array) => readonly number[]): Tensor => {
    const count = dims[0] ?? 0
    const rows = Array.from({ length: count }, (_, i) => of(data.subarray(i * width, (i + 1) * width)))
    return { dims: [count, rows[0]?.length ?? 0], data: Float32Array.from(rows.flat()) }
  }
  const infer = async (input: Tensor): Promise<Tensor> => {
    batches.push(input.dims[0] ?? 0)
    await before()
    return toRows(input, rowOf)
  }
  return {
    digest,
    input: { name: 'x', dims: [undefined, width] },
    output: { name: 'p', dims: [undefined, classes] },
    batches,
    get isClosed() {
      return isClosed
    },
    hidden:
      hiddenOf === undefined
        ? undefined
        : { name: 'hidden', dims: [undefined, hiddenOf(new Float32Array(width)).length] },
    infer,
    async inferHidden(input) {
      if (hiddenOf === undefined) throw noHiddenOutput()
      return { output: await infer(input), hidden: toRows(input, hiddenOf) }
    },
    async close() {
      isClosed = true
    },
  }
}
