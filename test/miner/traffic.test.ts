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
            for (const code of ['nonce-too-old', 'no-permit', 'nonce-too-old']) traffic.refused(code)
          } else if (sleeps === 3) {
            traffic.failed()
            traffic.gaveUp()
          } else if (sleeps === 4) controller.abort()
          signal.throwIfAborted()
        },
      },
    })
    await traffic.run(controller.signal)
    expect(lines).toEqual([
      ['requests', { answered: 2, refused: 3, failed: 0, reasons: { 'nonce-too-old': 2, 'no-permit': 1 } }],
      ['requests', { answered: 0, refused: 0, failed: 1, givenUp: 1 }],
    ])
  })
})
