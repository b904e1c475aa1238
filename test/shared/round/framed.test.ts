import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBareHex, utf8 } from '../../../shared/bytes.ts'
import { framed } from '../../../shared/round/framed.ts'

const parts = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 4 })

describe('framed', () => {
  test('puts every part behind its length', () => {
    expect(toBareHex(framed('ab', utf8('c'), new Uint8Array()))).toBe('02000000616201000000' + '63' + '00000000')
  })

  test('gives the same bytes for the same parts alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3 }), parts, fc.string({ maxLength: 3 }), parts, (domainA, a, domainB, b) => {
        const isSame =
          domainA === domainB && a.map(toBareHex).join() === b.map(toBareHex).join() && a.length === b.length
        expect(toBareHex(framed(domainA, ...a)) === toBareHex(framed(domainB, ...b))).toBe(isSame)
      }),
    )
  })
})
