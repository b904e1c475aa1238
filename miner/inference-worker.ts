import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { AppError, isAppError, messageOf } from '../shared/errors.ts'
import type { Model } from '../shared/model/model.ts'
import { openModel } from '../shared/model/onnx.ts'
import { parserOf } from '../shared/zod-parser.ts'

// The thread behind inference.ts, which starts it with the bytes of a model and then sends tensors.

const parseStart = parserOf(
  z.object({
    bytes: z.instanceof(Uint8Array),
    /** Shared with the other thread, which sets it to 1 when nothing is to be begun any more. */
    isStopped: z.instanceof(Int32Array),
  }),
  'start of the inference thread',
)
const parseJob = parserOf(
  z.object({
    id: z.number(),
    wantsHidden: z.boolean(),
    dims: z.array(z.number()),
    data: z.instanceof(Float32Array),
  }),
  'inference job',
)

const describe = (error: unknown) => ({
  code: isAppError(error) ? error.code : 'inference-failed',
  message: messageOf(error),
})

async function work(model: Model, isStopped: Int32Array, message: unknown): Promise<void> {
  const { id, wantsHidden, dims, data } = parseJob(message)
  try {
    if (Atomics.load(isStopped, 0) !== 0) throw new AppError('inference-failed', 'the model is closed')
    const answer = wantsHidden ? await model.inferHidden({ dims, data }) : { output: await model.infer({ dims, data }) }
    parentPort?.postMessage({ tag: 'inferred', id, ...answer })
  } catch (error) {
    parentPort?.postMessage({ tag: 'failed', id, ...describe(error) })
  }
}

try {
  const { bytes, isStopped } = parseStart(workerData)
  const model = await openModel(bytes)
  let last = Promise.resolve()
  // One after another, so that none is begun after the stop.
  parentPort?.on('message', (message: unknown) => {
    last = last.then(() => work(model, isStopped, message))
  })
  const { digest, input, output, hidden } = model
  parentPort?.postMessage({ tag: 'opened', digest, input, output, hidden })
} catch (error) {
  parentPort?.postMessage({ tag: 'not-opened', ...describe(error) })
}
