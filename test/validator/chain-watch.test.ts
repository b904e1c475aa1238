import { expect, it } from 'vitest'
import type { Logger } from '../../shared/log.ts'
import { createChainWatch } from '../../validator/chain-watch.ts'
import { createGuard } from '../../validator/guard.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { createManualClock } from '../support/manual-clock.ts'

it('tells of an outage in one line, and of its end in another', async () => {
  const client = createFakeSubtensor()
  const clock = createManualClock()
  const lines: string[] = []
  const collect = (message: string): void => void lines.push(message)
  const log: Logger = { debug() {}, info: collect, warn: collect, error: collect, child: () => log }
  const stop = new AbortController()
  const done = createChainWatch({ client, clock, guard: createGuard({ log }) }).run(stop.signal)
  await clock.advance(60_000)
  expect(lines).toEqual([])
  client.setReachable(false)
  await clock.advance(3_600_000)
  client.setReachable(true)
  await clock.advance(10_000)
  expect(lines).toEqual(['the chain does not answer; scores are kept, trying again', 'works again'])
  stop.abort()
  await done
})
