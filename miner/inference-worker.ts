import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { isAppError, messageOf } from '../shared/errors.ts'
import type { Model } from '../shared/model/model.ts'
import { openModel } from '../shared/model/onnx.ts'
import { parserOf } from '../shared/zod-parser.ts'

// The thread behind inference.ts, which starts it with the bytes of a model and then sends tensors, each when the one before is answered.

const parseBytes = parserOf(z.instanceof(Uint8Array), 'model bytes')
const parseJob = parserOf(
  z.object({
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

async function work(model: Model, message: unknown): Promise<void> {
  const { wantsHidden, dims, data } = parseJob(message)
  try {
    const answer = wantsHidden ? await model.inferHidden({ dims, data }) : { output: await model.infer({ dims, data }) }
    parentPort?.postMessage({ tag: 'inferred', ...answer })
  } catch (error) {
    parentPort?.postMessage({ tag: 'failed', ...describe(error) })
  }
}

try {
  const model = await openModel(parseBytes(workerData))
  parentPort?.on('message', (message: unknown) => work(model, message))
  const { digest, input, output, hidden } = model
  parentPort?.postMessage({ tag: 'opened', digest, input, output, hidden })
} catch (error) {
  parentPort?.postMessage({ tag: 'not-opened', ...describe(error) })
}
