import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { AppError, messageOf } from '../shared/errors.ts'
import type { HiddenAnswer, Model, Tensor } from '../shared/model/model.ts'
import { noHiddenOutput } from '../shared/model/no-hidden-output.ts'
import { parserOf } from '../shared/zod-parser.ts'

const port = z.object({ name: z.string(), dims: z.array(z.union([z.number(), z.undefined()])) })
const tensor = z.object({ dims: z.array(z.number()), data: z.instanceof(Float32Array) })
const parseReport = parserOf(
  z.discriminatedUnion('tag', [
    z.object({
      tag: z.literal('opened'),
      digest: z.string(),
      input: port,
      output: port,
      hidden: port.or(z.undefined()),
    }),
    z.object({ tag: z.literal('inferred'), id: z.number(), output: tensor, hidden: tensor.optional() }),
    z.object({ tag: z.literal('not-opened'), code: z.string(), message: z.string() }),
    z.object({ tag: z.literal('failed'), id: z.number(), code: z.string(), message: z.string() }),
  ]),
  'report of the inference thread',
)

interface Inferred {
  readonly output: Tensor
  readonly hidden?: Tensor | undefined
}

interface Waiting {
  readonly resolve: (answer: Inferred) => void
  readonly reject: (error: Error) => void
}

const closed = () => new AppError('inference-failed', 'the model is closed')

/** A model on a thread of its own. */
export interface Inference extends Model {
  /** Rejects when the thread dies, which only a bug in a native library brings about; never resolves. */
  readonly died: Promise<never>
  /** Abandons what is asked, and waits for the batch that the thread is at: the ONNX runtime cannot be interrupted. */
  close(): Promise<void>
}

/**
 * Opens a model on a thread of its own. The ONNX runtime computes synchronously on the thread that asks, which would
 * keep the axon from answering anybody, even with a refusal, for as long as a large batch takes.
 * @throws AppError as `openModel`.
 */
export async function openInference(bytes: Uint8Array): Promise<Inference> {
  // The same file under the name that it has here: .ts from source, .js once built.
  const file = import.meta.url.replace(/inference(\.[a-z]+)$/, 'inference-worker$1')
  const isStopped = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL(file), { workerData: { bytes, isStopped } })
  const waiting = new Map<number, Waiting>()
  const opening = Promise.withResolvers<Pick<Model, 'digest' | 'input' | 'output' | 'hidden'>>()
  const death = Promise.withResolvers<never>()
  death.promise.catch(() => {})
  const idle = Promise.withResolvers<void>()
  let isOpen = true
  let lastId = 0
  /** Jobs that the thread has not reported on. */
  let running = 0

  const abandon = (error: AppError) => {
    isOpen = false
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const die = (reason: string) => {
    const error = new AppError('inference-failed', `the inference thread ended: ${reason}`)
    opening.reject(error)
    abandon(error)
    death.reject(error)
  }
  worker.on('error', (error) => die(messageOf(error)))
  worker.on('exit', (code) => {
    if (isOpen) die(`exit code ${code}`)
    idle.resolve()
  })
  worker.on('message', (message: unknown) => {
    const report = parseReport(message)
    if (report.tag === 'opened') return opening.resolve(report)
    if (report.tag === 'not-opened') return opening.reject(new AppError(report.code, report.message))
    if (--running === 0 && !isOpen) idle.resolve()
    const settled = waiting.get(report.id)
    waiting.delete(report.id)
    if (report.tag === 'inferred') settled?.resolve(report)
    else settled?.reject(new AppError(report.code, report.message))
  })

  const ask = ({ dims, data }: Tensor, wantsHidden: boolean): Promise<Inferred> => {
    if (!isOpen) return Promise.reject(closed())
    const id = ++lastId
    const answer = Promise.withResolvers<Inferred>()
    waiting.set(id, answer)
    // Copied, not moved: the caller may still read its tensor.
    worker.postMessage({ id, wantsHidden, dims, data })
    running++
    return answer.promise
  }
  const close = async (): Promise<void> => {
    abandon(closed())
    Atomics.store(isStopped, 0, 1)
    if (running === 0) idle.resolve()
    // A thread that is ended within the runtime takes the whole process down with it.
    await idle.promise
    await worker.terminate()
  }
  try {
    const { digest, input, output, hidden } = await opening.promise
    return {
      digest,
      input,
      output,
      hidden,
      died: death.promise,
      close,
      infer: async (input) => (await ask(input, false)).output,
      async inferHidden(input): Promise<HiddenAnswer> {
        const answer = await ask(input, true)
        if (answer.hidden === undefined) throw noHiddenOutput()
        return { output: answer.output, hidden: answer.hidden }
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
