import { expect, test } from 'vitest'
import { latestOf } from '../../../shared/subtensor/latest.ts'

test('a slow consumer gets the newest value, then what comes after', async () => {
  const controller = new AbortController()
  let push: (value: number) => void = () => {}
  let unsubscribed = false
  const stream = latestOf<number>(controller.signal, async (to) => {
    push = to
    to(1)
    to(2)
    return () => {
      unsubscribed = true
    }
  })
  expect((await stream.next()).value).toBe(2)
  const next = stream.next()
  push(3)
  expect((await next).value).toBe(3)
  const last = stream.next()
  controller.abort()
  expect((await last).done).toBe(true)
  expect(unsubscribed).toBe(true)
})

test('an aborted signal never subscribes', async () => {
  const stream = latestOf(AbortSignal.abort(), () => Promise.reject(new Error('subscribed')))
  expect((await stream.next()).done).toBe(true)
})
