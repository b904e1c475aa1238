import { describe, expect, it } from 'vitest'
import { createIntervalSlots, createWakeup } from '../../../../chain/node/block/seal.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

const never = new AbortController().signal

describe('interval slots', () => {
  /** Times at which slots come when sealing takes as long as `busyMs` says. */
  async function slotTimes(total: number, busyMs: (slot: number) => number): Promise<number[]> {
    const clock = createManualClock()
    const next = createIntervalSlots(100, clock)
    const stop = new AbortController()
    const times: number[] = []
    const loop = async () => {
      while (true) {
        await next(stop.signal)
        times.push(clock.monotonic())
        const busy = busyMs(times.length - 1)
        if (busy > 0) await clock.sleep(busy, stop.signal)
      }
    }
    const done = loop().catch(() => {})
    await clock.advance(total)
    stop.abort()
    await done
    return times
  }

  it('come at once and then on a grid', async () => {
    expect(await slotTimes(350, () => 0)).toEqual([0, 100, 200, 300])
  })

  it('stay on the grid when sealing takes a while', async () => {
    expect(await slotTimes(350, () => 70)).toEqual([0, 100, 200, 300])
  })

  it('leave out what was missed and make up for one, without a burst', async () => {
    expect(await slotTimes(700, (slot) => (slot === 1 ? 350 : 0))).toEqual([0, 100, 450, 500, 600, 700])
  })

  it('reject with the reason of the signal', async () => {
    const clock = createManualClock()
    const next = createIntervalSlots(100, clock)
    await next(never)
    const stop = new AbortController()
    const waiting = next(stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })
})

describe('wakeup', () => {
  it('remembers one wake that came before the wait', async () => {
    const { wake, wait } = createWakeup()
    wake()
    wake()
    await wait(never)
    const stop = new AbortController()
    const second = wait(stop.signal)
    stop.abort(new Error('still waiting'))
    await expect(second).rejects.toThrow('still waiting')
  })

  it('ends a wait under way', async () => {
    const { wake, wait } = createWakeup()
    const waiting = wait(never)
    wake()
    await waiting
  })

  it('rejects at once when the signal has aborted', async () => {
    await expect(createWakeup().wait(AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
  })
})
