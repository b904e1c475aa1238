import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { deadline } from '../../../shared/clock.ts'
import { CHECK_NAMES } from '../../../shared/mechanism/check/checks.ts'
import type { Finding } from '../../../shared/mechanism/check/finding.ts'
import { parserOf } from '../../../shared/zod-parser.ts'
import { openSubject } from './open-subject.ts'

/** What to check. */
export interface CheckRequest {
  /** Id of a mechanism or path of a module. */
  readonly name: string
  /** Held-out rows of labelled; made up without. */
  readonly heldOut: string | undefined
  /** For each check. */
  readonly timeoutMs: number
}

const parseReport = parserOf(
  z.discriminatedUnion('tag', [
    z.object({ tag: z.literal('fingerprint'), text: z.string() }),
    z.object({
      tag: z.literal('finding'),
      finding: z.object({ name: z.string(), ok: z.boolean(), text: z.string() }),
    }),
    z.object({ tag: z.literal('failed'), text: z.string() }),
  ]),
  'report of the check thread',
)
type Report = ReturnType<typeof parseReport>

/**
 * Checks a mechanism on a thread of its own, which is ended when a check takes too long; what it computes is compared
 * with another thread's before.
 * @throws AppError as `openMechanism` when there is no such mechanism.
 */
export async function* runChecks(request: CheckRequest): AsyncIterable<Finding> {
  await openSubject(request.name, request.heldOut)
  const [first = { tag: 'failed', text: 'nothing was reported' }] = await collect(reportsOf(request, undefined))
  // A mechanism that fails here fails in the checks as well, which say where.
  const elsewhere = first.tag === 'fingerprint' ? first.text : 'none'
  let done = 0
  for await (const report of reportsOf(request, elsewhere)) {
    if (report.tag === 'finding') yield report.finding
    else yield { name: CHECK_NAMES[done] ?? 'check', ok: false, text: report.text }
    done++
  }
}

async function collect<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

/** What a thread tells, ending with `failed` when it takes too long for the next thing or dies. */
async function* reportsOf(
  { name, heldOut, timeoutMs }: CheckRequest,
  elsewhere: string | undefined,
): AsyncIterable<Report> {
  // The same file under the name that it has here: .ts from source, .js once built.
  const file = import.meta.url.replace(/run-checks(\.[a-z]+)$/, 'check-thread$1')
  const worker = new Worker(new URL(file), { workerData: { name, heldOut, elsewhere } })
  const messages = on(worker, 'message', { close: ['exit'] })
  try {
    while (true) {
      const next = await orTimeout(messages.next(), timeoutMs)
      if (next === undefined) return yield { tag: 'failed', text: `it does not end within ${timeoutMs / 1000} s` }
      if (next.done === true) return
      const [message]: unknown[] = next.value
      yield parseReport(message)
    }
  } catch (error) {
    yield { tag: 'failed', text: `the thread of the mechanism died: ${String(error)}` }
  } finally {
    await messages.return?.()
    await worker.terminate()
  }
}

/** The value, or `undefined` when it takes longer. */
async function orTimeout<T>(value: Promise<T>, ms: number): Promise<T | undefined> {
  const late = deadline(ms)
  const timeout = Promise.withResolvers<undefined>()
  const give = (): void => timeout.resolve(undefined)
  late.addEventListener('abort', give)
  try {
    return await Promise.race([value, timeout.promise])
  } finally {
    late.removeEventListener('abort', give)
  }
}
