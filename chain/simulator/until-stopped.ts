import { runUntilSignal } from '../../shared/service.ts'
import type { StandardStreams } from './command-deps.ts'

/** How a shell names an end by Ctrl-C. */
const STOPPED = 130

/**
 * Runs the long part of a command until it is done or a signal stops it. Then it says so, with what is left of the work,
 * gives `undefined`, and the exit code is 130.
 * @throws what the work throws.
 */
export async function untilStopped<T>(
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
  { stderr, left = 'nothing was written' }: Pick<StandardStreams, 'stderr'> & { readonly left?: string },
): Promise<T | undefined> {
  let done: { readonly result: T } | undefined
  const run = async (signal: AbortSignal) => {
    done = { result: await work(signal) }
  }
  await runUntilSignal([{ name, run }])
  if (done !== undefined) return done.result
  stderr.write(`stopped; ${left}\n`)
  process.exitCode = STOPPED
  return undefined
}
