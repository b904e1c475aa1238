import type { Clock } from '../shared/clock.ts'
import type { BlockRef, SubtensorClient } from '../shared/subtensor/client.ts'
import type { Guard } from './guard.ts'

export interface FollowDeps {
  readonly client: Pick<SubtensorClient, 'heads'>
  readonly clock: Pick<Clock, 'sleep'>
  readonly guard: Guard
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/**
 * Every new block for as long as the signal lets it, over outages of the chain: a stream that breaks is opened again
 * after 1, 2, 4 … 30 s. A consumer that falls behind gets the newest block, so work never queues up.
 * `onHead` is not called again before it has settled; what it throws is a fault like a broken stream.
 */
export async function followHeads(
  { client, clock, guard }: FollowDeps,
  onHead: (head: BlockRef) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let waitMs = FIRST_WAIT_MS
  try {
    while (!signal.aborted) {
      await guard.attempt(async () => {
        for await (const head of client.heads(signal)) {
          waitMs = FIRST_WAIT_MS
          await onHead(head)
        }
      }, signal)
      await clock.sleep(waitMs, signal)
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
