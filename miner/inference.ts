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
    z.object({ tag: z.literal('inferred'), output: tensor, hidden: tensor.optional() }),
    z.object({ tag: z.literal('not-opened'), code: z.string(), message: z.string() }),
    z.object({ tag: z.literal('failed'), code: z.string(), message: z.string() }),
  ]),
  'report of the inference thread',
)

interface Inferred {
  readonly output: Tensor
  readonly hidden?: Tensor | undefined
}

interface Job {
  readonly input: Tensor
  readonly wantsHidden: boolean
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
  const worker = new Worker(new URL(file), { workerData: bytes })
  const queue: Job[] = []
  /** What the thread is at. */
  let current: Job | undefined
  const opening = Promise.withResolvers<Pick<Model, 'digest' | 'input' | 'output' | 'hidden'>>()
  const death = Promise.withResolvers<never>()
  death.promise.catch(() => {})
  const idle = Promise.withResolvers<void>()
  let isOpen = true

  /** One at a time, so that a thread that is to end has no more than one batch before it. */
  const next = (): void => {
    current = queue.shift()
    if (current === undefined && !isOpen) idle.resolve()
    if (current === undefined) return
    const { input, wantsHidden } = current
    // Copied, not moved: the caller may still read its tensor.
    worker.postMessage({ wantsHidden, dims: input.dims, data: input.data })
  }
  const abandon = (error: AppError) => {
    isOpen = false
    for (const { reject } of [...(current === undefined ? [] : [current]), ...queue]) reject(error)
    queue.length = 0
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
    const job = current
    next()
    if (report.tag === 'inferred') job?.resolve(report)
    else job?.reject(new AppError(report.code, report.message))
  })

  const ask = (input: Tensor, wantsHidden: boolean): Promise<Inferred> => {
    if (!isOpen) return Promise.reject(closed())
    const { promise, resolve, reject } = Promise.withResolvers<Inferred>()
    queue.push({ input, wantsHidden, resolve, reject })
    if (current === undefined) next()
    return promise
  }
  const close = async (): Promise<void> => {
    abandon(closed())
    if (current === undefined) idle.resolve()
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
