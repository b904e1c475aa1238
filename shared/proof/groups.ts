import { AppError } from '../errors.ts'
import { MAX_HIDDEN_WIDTH, type Tensor } from '../model/model.ts'
import { TASKS_PER_PROOF } from './proof.ts'

/**
 * The rows of a matrix in groups of 32, each as one run of values, the last one with what is left.
 * @throws AppError `inference-failed` for what is no matrix: models say what their outputs look like, and can be wrong.
 */
export function toGroups({ dims, data }: Tensor): readonly Float32Array[] {
  const [rows, width, ...others] = dims
  const isMatrix = rows !== undefined && width !== undefined && others.length === 0 && rows * width === data.length
  if (!isMatrix || width > MAX_HIDDEN_WIDTH)
    throw new AppError(
      'inference-failed',
      `a hidden layer is [${dims.join(', ')}] with ${data.length} values; valid is [tasks, width] with a width up to ${MAX_HIDDEN_WIDTH}`,
    )
  const size = TASKS_PER_PROOF * width
  return Array.from({ length: Math.ceil(rows / TASKS_PER_PROOF) }, (_, i) => data.subarray(i * size, (i + 1) * size))
}
