import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimals, percent } from '../../../validator/report/numbers.ts'
import { quantilesOf } from '../../../validator/report/quantiles.ts'
import { chooseNetuid, readIncentives } from '../../../validator/report/read-incentives.ts'
import { thin } from '../../../validator/report/thin.ts'
import { createFakeSubtensor } from '../../support/fake-subtensor.ts'
import { hotkeyOf } from '../support/database.ts'

describe('quantiles', () => {
  it('lie between the values, in order', () => {
    expect(quantilesOf([])).toBeNull()
    expect(quantilesOf([7])).toEqual({ count: 1, p5: 7, p25: 7, p50: 7, p75: 7, p95: 7 })
    expect(quantilesOf([4, 1, 3, 2])).toEqual({
      count: 4,
      p5: expect.closeTo(1.15, 12),
      p25: 1.75,
      p50: 2.5,
      p75: 3.25,
      p95: expect.closeTo(3.85, 12),
    })
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }), (values) => {
        const { p5, p25, p50, p75, p95 } = quantilesOf(values)!
        const all = [Math.min(...values), p5, p25, p50, p75, p95, Math.max(...values)]
        for (const [i, value] of all.slice(1).entries()) expect(value).toBeGreaterThanOrEqual(all[i]! - 1e-6)
      }),
    )
  })
})

describe('thinning', () => {
  it('keeps order, ends and no more than asked for', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: 2, max: 400 }), (count, limit) => {
        const values = Array.from({ length: count }, (_, i) => i)
        const thinned = thin(values, limit)
        expect(thinned.length).toBe(Math.min(count, limit))
        expect(new Set(thinned).size).toBe(thinned.length)
        expect([thinned[0], thinned.at(-1)]).toEqual([values[0], values.at(-1)])
        expect([...thinned].sort((a, b) => a - b)).toEqual(thinned)
      }),
    )
  })
})

describe('numbers', () => {
  it('are written for people', () => {
    expect([decimals(-0.25, 2), decimals(-0.001, 2), decimals(1.005, 1), decimals(null, 3)]).toEqual([
      '−0.25',
      '0.00',
      '1.0',
      '–',
    ])
    expect([percent(0), percent(0.001), percent(0.875), percent(0.999), percent(1), percent(-0.21)]).toEqual([
      '0 %',
      '<1 %',
      '88 %',
      '>99 %',
      '100 %',
      '−21 %',
    ])
  })
})

describe('incentives', () => {
  it('are shares by hotkey, of the subnet that the database is of', async () => {
    const client = createFakeSubtensor()
    client.addNeuron({ hotkey: hotkeyOf(1), incentive: 65_535 })
    client.addNeuron({ hotkey: hotkeyOf(2), incentive: 0 })
    const { shares, block } = await readIncentives(client, client.netuid)
    expect([...shares]).toEqual([
      [hotkeyOf(1), 1],
      [hotkeyOf(2), 0],
    ])
    expect(block).toBe((await client.head()).number)
    expect(chooseNetuid({ given: undefined, stored: 2 })).toBe(2)
    expect(chooseNetuid({ given: 3, stored: null })).toBe(3)
    for (const choice of [
      { given: 3, stored: 2 },
      { given: undefined, stored: null },
    ])
      expect(() => chooseNetuid(choice)).toThrow(expect.objectContaining({ code: 'wrong-netuid' }))
  })
})
