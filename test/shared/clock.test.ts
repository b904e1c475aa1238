import { expect, test } from 'vitest'
import { deadline, systemClock } from '../../shared/clock.ts'

test('sleep rejects with the reason as soon as the signal aborts', async () => {
  const controller = new AbortController()
  const sleeping = systemClock.sleep(60_000, controller.signal)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
  await expect(systemClock.sleep(1, controller.signal)).rejects.toThrow('enough')
})

test('sleep lasts at least its time and monotonic time never goes back', async () => {
  const before = systemClock.monotonic()
  await systemClock.sleep(5, new AbortController().signal)
  // Timers round to whole milliseconds.
  expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(4)
})

test('a deadline aborts with its parent', () => {
  const parent = new AbortController()
  const late = deadline(60_000, parent.signal)
  parent.abort()
  expect(late.aborted).toBe(true)
})
