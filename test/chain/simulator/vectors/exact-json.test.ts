import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExactJson, toExactJson } from '../../../../chain/simulator/vectors/exact-json.ts'

describe('parseExactJson', () => {
  it('keeps all digits of integers that float64 cannot hold', () => {
    expect(parseExactJson('[9007199254740991, 9007199254740993, -9223372036854775808]')).toEqual([
      9_007_199_254_740_991,
      9_007_199_254_740_993n,
      -9_223_372_036_854_775_808n,
    ])
  })

  it('reads everything else as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        const isLarge = (part: unknown) => typeof part === 'bigint'
        const parsed = parseExactJson(text)
        if (JSON.stringify(parsed, (_, part) => (isLarge(part) ? 'large' : part))?.includes('large')) return
        expect(parsed).toEqual(JSON.parse(text))
      }),
    )
  })

  it('takes a byte order mark', () => {
    expect(parseExactJson('\uFEFF[1]')).toEqual([1])
  })

  it.each(['', '{', '[1,]', 'NaN', '[1] 2', `${'['.repeat(200_000)}${']'.repeat(200_000)}`])(
    'says that the text is no JSON: %.20s',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(expect.objectContaining({ code: 'invalid-json' }))
    },
  )

  it('spends no time on endless digits', () => {
    expect(parseExactJson(`[${'9'.repeat(1_000_000)}]`)).toEqual([Number.POSITIVE_INFINITY])
  })
})

describe('toExactJson', () => {
  it('writes integers as numbers below 2^53 and as strings from there on', () => {
    const values = [0n, 9_007_199_254_740_991n, 9_007_199_254_740_992n, 18_446_744_073_709_551_615n]
    expect(toExactJson(values)).toBe('[0,9007199254740991,"9007199254740992","18446744073709551615"]')
  })
})
