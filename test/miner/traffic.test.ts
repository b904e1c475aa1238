import { describe, expect, it } from 'vitest'
import { createTraffic } from '../../miner/traffic.ts'
import { silentLogger } from '../../shared/log.ts'
import { createStillClock } from './axon-fixture.ts'

describe('traffic', () => {
  it('is logged together once per interval, and not when there was none', async () => {
    const lines: unknown[] = []
    const log = { ...silentLogger, info: (message: string, context?: object) => void lines.push([message, context]) }
    const controller = new AbortController()
    let sleeps = 0
    const traffic = createTraffic({
      log,
      clock: {
        ...createStillClock(),
        async sleep(_, signal) {
          sleeps++
          if (sleeps === 1) {
            traffic.answered()
            traffic.answered()
            traffic.refused()
          } else if (sleeps === 3) traffic.failed()
          else if (sleeps === 4) controller.abort()
          signal.throwIfAborted()
        },
      },
    })
    await traffic.run(controller.signal)
    expect(lines).toEqual([
      ['requests', { answered: 2, refused: 1, failed: 0 }],
      ['requests', { answered: 0, refused: 0, failed: 1 }],
    ])
  })
})
