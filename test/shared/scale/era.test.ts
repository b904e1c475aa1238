import { TypeRegistry } from '@polkadot/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { birthOf, deathOf, type Era, era, mortalEra } from '../../../shared/scale/era.ts'
import { decode, encode } from '../../../shared/scale/type.ts'

const anyPeriod = fc.integer({ min: 2, max: 16 }).map((log) => 2 ** log)
const anyBlock = fc.integer({ min: 0, max: 10_000_000 })
const registry = new TypeRegistry()

describe('era', () => {
  test('is one zero byte when immortal', () => {
    expect(encode(era, { tag: 'immortal' })).toEqual(Uint8Array.of(0))
    expect(decode(era, Uint8Array.of(0))).toEqual({ tag: 'immortal' })
  })

  test('has the golden bytes of period 64 at block 100', () => {
    expect(encode(era, mortalEra(64, 100))).toEqual(Uint8Array.of(0x45, 0x02))
  })

  test('has the bytes, birth and death of polkadot.js', () => {
    fc.assert(
      fc.property(anyPeriod, anyBlock, anyBlock, (period, current, later) => {
        const ours = mortalEra(period, current)
        const bytes = registry.createType('ExtrinsicEra', { current, period }).toU8a()
        expect(encode(era, ours)).toEqual(bytes)
        expect(decode(era, bytes)).toEqual(ours)
        // Read back from its bytes: made from numbers it keeps a phase that the bytes cannot hold.
        const theirs = registry.createType('ExtrinsicEra', bytes)
        expect(birthOf(ours, later)).toBe(theirs.asMortalEra.birth(later))
        expect(deathOf(ours, later)).toBe(theirs.asMortalEra.death(later))
      }),
      { numRuns: 500 },
    )
  })

  test('an extrinsic is alive at its birth and at the block it was made for', () => {
    fc.assert(
      fc.property(anyPeriod, anyBlock, (period, current) => {
        const made = mortalEra(period, current)
        const birth = birthOf(made, current)
        expect(birth).toBeLessThanOrEqual(current)
        expect(deathOf(made, current)).toBeGreaterThan(current)
        expect(birthOf(made, birth)).toBe(birth)
      }),
    )
  })

  test('an immortal one is born at genesis and never dies', () => {
    expect(birthOf({ tag: 'immortal' }, 99)).toBe(0)
    expect(deathOf({ tag: 'immortal' }, 99)).toBe(Number.POSITIVE_INFINITY)
  })

  test('refuses bytes whose phase is not below the period', () => {
    // Period 4 (low nibble 1) with phase 5.
    expect(() => decode(era, Uint8Array.of(0x51, 0x00))).toThrowError(
      expect.objectContaining({ code: 'malformed-scale' }),
    )
  })

  test.each([
    { tag: 'mortal', period: 3, phase: 0 },
    { tag: 'mortal', period: 2, phase: 0 },
    { tag: 'mortal', period: 131_072, phase: 0 },
    { tag: 'mortal', period: 64, phase: 64 },
    { tag: 'mortal', period: 64, phase: Number.NaN },
  ] satisfies Era[])('refuses to write %o', (value) => {
    expect(() => encode(era, value)).toThrowError(expect.objectContaining({ code: 'out-of-range' }))
  })

  test('any two bytes are an era that writes them again, or malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 2 }), (bytes) => {
        fc.pre(bytes[0] !== 0)
        let value: Era
        try {
          value = decode(era, bytes)
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ code: 'malformed-scale' }))
          return
        }
        expect(encode(era, value)).toEqual(bytes)
      }),
      { numRuns: 2_000 },
    )
  })
})
