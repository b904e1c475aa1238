import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Design, pointsOf } from '../../../../chain/simulator/sweep/design.ts'
import { jobsOf, parseShard } from '../../../../chain/simulator/sweep/shard.ts'
import { parseVary } from '../../../../chain/simulator/sweep/vary.ts'

const design = (kind: Design['kind'], samples: number, ...vary: readonly string[]): Design => ({
  kind,
  samples,
  seed: 's',
  factors: vary.map(parseVary),
})

describe('designs', () => {
  it('makes every combination of a grid, the last factor fastest', () => {
    expect(pointsOf(design('grid', 1, 'a=1,2', 'b=x,y'))).toEqual([
      [1, 'x'],
      [1, 'y'],
      [2, 'x'],
      [2, 'y'],
    ])
  })

  it('visits every part of every factor once with a Latin hypercube', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.string(), (samples, seed) => {
        const points = pointsOf({ ...design('lhs', samples, 'a=0..1', 'b=5..6', 'c=0.001..1000:log'), seed })
        const partsOf = (place: (point: readonly unknown[]) => number) =>
          points.map((point) => Math.floor(place(point) * samples * (1 - 1e-12))).sort((x, y) => x - y)
        const all = Array.from({ length: samples }, (_, part) => part)
        expect(partsOf(([a]) => Number(a))).toEqual(all)
        expect(partsOf(([, b]) => Number(b) - 5)).toEqual(all)
        expect(partsOf(([, , c]) => (Math.log10(Number(c)) + 3) / 6)).toEqual(all)
      }),
    )
  })

  it('draws the same hypercube from the same seed and shares named values out evenly', () => {
    const hypercube = design('lhs', 12, 'a=0..1', 'kind=x,y,z')
    expect(pointsOf(hypercube)).toEqual(pointsOf(hypercube))
    expect(pointsOf({ ...hypercube, seed: 't' })).not.toEqual(pointsOf(hypercube))
    const kinds = pointsOf(hypercube).map(([, kind]) => kind)
    expect(['x', 'y', 'z'].map((kind) => kinds.filter((found) => found === kind).length)).toEqual([4, 4, 4])
  })

  it('refuses to make millions of points', () => {
    expect(() => pointsOf(design('grid', 1, 'a=0..1:10000', 'b=0..1:10000'))).toThrow(
      expect.objectContaining({ code: 'too-many-points' }),
    )
  })
})

describe('shards', () => {
  it('share the jobs out, each to one', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(5), fc.integer({ min: 1, max: 9 }), (points, seeds, count) => {
        const all = Array.from({ length: count }, (_, i) => [
          ...jobsOf({ points, seeds, shard: { index: i + 1, count } }),
        ]).flat()
        expect(new Set(all.map(({ point, seed }) => `${point}/${seed}`)).size).toBe(points * seeds)
        expect(all).toHaveLength(points * seeds)
      }),
    )
  })

  it('keep their jobs when seeds are added', () => {
    const shard = { index: 2, count: 3 }
    const few = [...jobsOf({ points: 7, seeds: 2, shard })]
    expect([...jobsOf({ points: 7, seeds: 5, shard })].slice(0, few.length)).toEqual(few)
  })

  it.each(['0/2', '3/2', '1', '1/0', 'a/b', '-1/2', '1/2/3'])('refuses %s', (text) => {
    expect(() => parseShard(text)).toThrow()
  })

  it('takes i/n', () => {
    expect(parseShard('2/8')).toEqual({ index: 2, count: 8 })
  })
})
