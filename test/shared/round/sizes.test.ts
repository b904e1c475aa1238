import { expect, it } from 'vitest'
import { toSizes } from '../../../shared/round/sizes.ts'

it('most tasks are shared, some are a miner’s own, and the rest are canaries', () => {
  expect(toSizes(128)).toEqual({ shared: 102, own: 20, canaries: 6 })
  expect(toSizes(10)).toEqual({ shared: 8, own: 2, canaries: 0 })
})

it('a single task is a shared one, without which nobody could be ranked', () => {
  expect(toSizes(1)).toEqual({ shared: 1, own: 0, canaries: 0 })
})

it('every number of tasks is split without one too many or too few', () => {
  for (let items = 1; items <= 1_000; items++) {
    const { shared, own, canaries } = toSizes(items)
    expect(shared + own + canaries).toBe(items)
    expect(Math.min(shared - 1, own, canaries)).toBeGreaterThanOrEqual(0)
  }
})
