import { describe, expect, it } from 'vitest'
import { rankSensitivity } from '../../../../../chain/simulator/sweep/report/sensitivity.ts'
import { estimateOver, placesOf } from '../../../../../chain/simulator/sweep/report/views.ts'
import { createRng } from '../../../../../shared/rng.ts'
import { sweepOf } from '../support/sweep-of.ts'

describe('sensitivity', () => {
  it('finds the shares of variance of the Ishigami function', () => {
    // Ishigami & Homma 1990 with a = 7, b = 0.1: S1 = 0.3139, S2 = 0.4424, S3 = 0.
    const result = sweepOf({
      vary: ['x=-3.14159..3.14159', 'y=-3.14159..3.14159', 'z=-3.14159..3.14159'],
      seeds: 1,
      design: { kind: 'lhs', samples: 4000 },
      measure: ({ x, y, z }) => ({
        out: Math.sin(Number(x)) + 7 * Math.sin(Number(y)) ** 2 + 0.1 * Number(z) ** 4 * Math.sin(Number(x)),
      }),
    })
    const ranking = rankSensitivity(result, 'out')
    expect(ranking.map(({ path }) => path)).toEqual(['y', 'x', 'z'])
    // Ten parts cannot follow two whole waves of y: they see 0.41 of 0.44.
    expect(ranking[0]?.firstOrder).toBeGreaterThan(0.36)
    expect(ranking[0]?.firstOrder).toBeLessThan(0.47)
    expect(ranking[1]?.firstOrder).toBeCloseTo(0.314, 1)
    expect(ranking[2]?.firstOrder).toBeLessThan(0.02)
    // y goes up and down alike: it has no direction, although it is the strongest.
    expect(ranking[0]?.rankRegression).toBeCloseTo(0, 1)
    expect(ranking[1]?.rankRegression).toBeGreaterThan(0.3)
  })

  it('gives the directions of independent monotonic factors', () => {
    const result = sweepOf({
      vary: ['a=1..1000:log', 'b=0..1', 'kind=x,y'],
      seeds: 2,
      design: { kind: 'lhs', samples: 500 },
      measure: ({ a, b, kind }) => ({ out: 3 * Math.log(Number(a)) - 10 * Number(b) + (kind === 'x' ? 0 : 1) }),
    })
    const [a, b, kind] = rankSensitivity(result, 'out')
    expect([a?.path, b?.path, kind?.path]).toEqual(['a', 'b', 'kind'])
    expect(a?.rankRegression).toBeGreaterThan(0.8)
    expect(b?.rankRegression).toBeLessThan(-0.35)
    expect(kind?.rankRegression).toBeUndefined()
  })

  it('does not take chance for an effect', () => {
    const rng = createRng(new Uint8Array(16))
    const result = sweepOf({
      vary: ['a=0..1', 'b=0..1'],
      seeds: 1,
      design: { kind: 'lhs', samples: 300 },
      measure: () => ({ out: rng.normal() }),
    })
    for (const { firstOrder } of rankSensitivity(result, 'out')) expect(firstOrder).toBeLessThan(0.06)
  })

  it('says nothing where there is nothing to say', () => {
    const constant = sweepOf({ vary: ['a=0,1', 'b=0,1'], seeds: 1, measure: () => ({ out: 1 }) })
    expect(rankSensitivity(constant, 'out').map(({ firstOrder }) => firstOrder)).toEqual([undefined, undefined])
    const single = sweepOf({ vary: ['a=0,1,2'], seeds: 3, measure: ({ a }) => ({ out: Number(a) }) })
    expect(rankSensitivity(single, 'out')[0]?.firstOrder).toBeUndefined()
    // Two factors that move together are not told apart.
    const twins = sweepOf({
      vary: ['a=0,1,2,3'],
      seeds: 1,
      measure: ({ a }) => ({ out: Number(a) }),
    })
    expect(rankSensitivity(twins, 'nothing')[0]).toEqual({
      path: 'a',
      firstOrder: undefined,
      rankRegression: undefined,
    })
  })
})

describe('views of a sweep', () => {
  const result = sweepOf({
    vary: ['a=0,1', 'b=0,1,2'],
    seeds: 3,
    measure: ({ a, b }, seed) => ({ out: 10 * Number(a) + Number(b) + seed }),
  })

  it('averages over the other factors, with intervals over the seeds', () => {
    const [, upper] = placesOf(result, 0)
    const found = estimateOver(result, upper?.points ?? new Set(), 'out')
    // Means of the seeds are 11, 12, 13: t(2) · 1 / √3.
    expect(found?.mean).toBeCloseTo(12)
    expect(found?.halfWidth).toBeCloseTo(4.303 / Math.sqrt(3), 2)
    expect(found?.count).toBe(3)
  })

  it('cuts a hypercube into parts of equal counts', () => {
    const hypercube = sweepOf({
      vary: ['a=0.001..1000:log'],
      seeds: 1,
      design: { kind: 'lhs', samples: 50 },
      measure: () => ({ out: 1 }),
    })
    const places = placesOf(hypercube, 0)
    expect(places).toHaveLength(7)
    for (const { points } of places) expect([7, 8]).toContain(points.size)
    expect(new Set(places.flatMap(({ points }) => [...points])).size).toBe(50)
  })

  it('has nothing of a measure that no run has', () => {
    expect(estimateOver(result, new Set([0]), 'other')).toBeUndefined()
  })
})
