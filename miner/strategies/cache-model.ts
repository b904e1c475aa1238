import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import type { Model, Tensor } from '../../shared/model/model.ts'
import { noHiddenOutput } from '../../shared/model/no-hidden-output.ts'
import { toLittleEndian } from '../../shared/model/tensor.ts'

export interface CacheModelOptions {
  readonly log: Logger
  /** Most tasks that are remembered; the one seen longest ago is forgotten first. */
  readonly maxTasks?: number
}

/**
 * A model that remembers the answer to every task by its content and computes only what it has not seen: what a miner
 * does where tasks repeat. It shows no hidden layer, since it computes none for what it remembers.
 */
export function createCacheModel(model: Model, { log, maxTasks = 65_536 }: CacheModelOptions): Model {
  const memory = new Map<string, Float32Array>()

  const remember = (key: string, row: Float32Array): void => {
    // Deleted first, so that the order of the map is the order of the last use.
    memory.delete(key)
    memory.set(key, row)
    const [oldest] = memory.size > maxTasks ? memory.keys() : []
    if (oldest !== undefined) memory.delete(oldest)
  }

  return {
    digest: model.digest,
    input: model.input,
    output: model.output,
    hidden: undefined,
    async infer(input) {
      const rows = toRows(input)
      const keys = rows.map((row) => sha256Hex(toLittleEndian(row)))
      const answers = new Map(keys.flatMap((key) => entryOf(key, memory.get(key))))
      const unseen = new Map(keys.flatMap((key, at) => (answers.has(key) ? [] : entryOf(key, rows[at]))))
      if (unseen.size > 0) {
        const computed = toRows(await model.infer(joinRows([...unseen.values()])))
        for (const [at, key] of [...unseen.keys()].entries()) {
          const row = computed[at]
          if (row !== undefined) answers.set(key, row.slice())
        }
      }
      for (const [key, row] of answers) remember(key, row)
      log.debug('tasks', { tasks: rows.length, remembered: rows.length - unseen.size })
      return joinRows(keys.flatMap((key) => answers.get(key) ?? []))
    },
    inferHidden: () => Promise.reject(noHiddenOutput()),
    close: () => model.close(),
  }
}

const entryOf = (key: string, row: Float32Array | undefined): readonly (readonly [string, Float32Array])[] =>
  row === undefined ? [] : [[key, row]]

/** The rows of a matrix as views of its memory. @throws AppError `inference-failed` for what is no matrix. */
function toRows({ dims: [count = 0, width = 0, ...others], data }: Tensor): readonly Float32Array[] {
  if (others.length > 0 || count * width !== data.length)
    throw new AppError('inference-failed', `found ${data.length} values; a matrix of ${count} rows was expected`)
  return Array.from({ length: count }, (_, at) => data.subarray(at * width, (at + 1) * width))
}

function joinRows(rows: readonly Float32Array[]): Tensor {
  const width = rows[0]?.length ?? 0
  const data = new Float32Array(rows.length * width)
  for (const [at, row] of rows.entries()) data.set(row, at * width)
  return { dims: [rows.length, width], data }
}
