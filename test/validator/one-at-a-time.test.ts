import { expect, it } from 'vitest'
import { createInTurn } from '../../validator/one-at-a-time.ts'

it('runs work in order and one at a time, over failures', async () => {
  const inTurn = createInTurn()
  const events: string[] = []
  const work = (name: string, fails = false) =>
    inTurn(async () => {
      events.push(`${name} begins`)
      await Promise.resolve()
      events.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([work('a'), work('b', true), work('c')])
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(results).toMatchObject([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: { message: 'b' } },
    { status: 'fulfilled', value: 'c' },
  ])
})
