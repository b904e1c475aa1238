import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spearman } from '../../shared/spearman.ts'

/** By the definition: ranks by counting, then Pearson by its textbook formula. */
function naive(x: readonly number[], y: readonly number[]): number | undefined {
  const rank = (values: readonly number[]) =>
    values.map((v) => values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2)
  const [a, b] = [rank(x), rank(y)]
  const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  const cov = a.reduce((s, v, i) => s + (v - ma) * (b[i]! - mb), 0)
  const va = a.reduce((s, v) => s + (v - ma) ** 2, 0)
  const vb = b.reduce((s, v) => s + (v - mb) ** 2, 0)
  return va === 0 || vb === 0 ? undefined : cov / Math.sqrt(va * vb)
}

const small = fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })), { maxLength: 30 })

describe('spearman', () => {
  it('is 1 for the same order and -1 for the reverse', () => {
    expect(spearman([1, 2, 30], [0.1, 5, 5.5])).toBe(1)
    expect(spearman([1, 2, 30], [3, 2, 1])).toBe(-1)
  })

  it('shares ranks between equal values', () => {
    // Two random miners tie in skill, and in emission at zero: still a perfect order.
    expect(spearman([0, 0, 1, 2], [0, 0, 7, 9])).toBe(1)
    // ranks x 1 2 3, y 1.5 1.5 3
    expect(spearman([1, 2, 3], [5, 5, 9])).toBeCloseTo(Math.sqrt(0.75), 12)
  })

  it('is undefined where nothing can be ranked', () => {
    expect(spearman([], [])).toBeUndefined()
    expect(spearman([1], [2])).toBeUndefined()
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined()
  })

  it('equals the definition', () => {
    fc.assert(
      fc.property(small, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
        const expected = naive(x, y)
        const found = spearman(x, y)
        if (expected === undefined) expect(found).toBeUndefined()
        else expect(found).toBeCloseTo(expected, 10)
      }),
    )
  })

  it('depends on the order alone and treats both sides alike', () => {
    fc.assert(
      fc.property(small, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
        expect(
          spearman(
            x.map((v) => v ** 3 + 5),
            y,
          ),
        ).toBe(spearman(x, y))
        expect(spearman(y, x)).toBe(spearman(x, y))
      }),
    )
  })

  it('ranks infinities', () => {
    expect(spearman([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY], [1, 2, 3])).toBe(1)
  })

  it.each([
    [[1, 2], [1]],
    [
      [Number.NaN, 1],
      [1, 2],
    ],
  ])('refuses %j with %j', (x, y) => {
    expect(() => spearman(x, y)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
