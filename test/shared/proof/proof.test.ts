import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRIME } from '../../../shared/proof/field.ts'
import { judgeProof } from '../../../shared/proof/judge.ts'
import { countProofs, parseProof, toProofBytes } from '../../../shared/proof/proof.ts'
import { verifyProofs } from '../../../shared/proof/verify.ts'
import { seeded } from '../../support/seeded.ts'

const u16s = (...values: readonly number[]) => new Uint8Array(Uint16Array.from(values).buffer)
const rng = seeded(1)
const hidden = { dims: [32, 8], data: Float32Array.from({ length: 256 }, () => Math.max(0, rng.normal())) }

const parseOrCode = (bytes: Uint8Array) => {
  try {
    return parseProof(bytes)
  } catch (error) {
    expect(error).toMatchObject({ code: 'malformed' })
    return 'malformed'
  }
}

describe('parseProof', () => {
  it('reads what was written', () => {
    const element = fc.integer({ min: 0, max: PRIME - 1 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: PRIME }),
        fc.array(element, { minLength: 1, maxLength: 128 }),
        (modulus, list) => {
          const proof = { modulus, coefficients: Uint16Array.from(list) }
          expect(parseProof(toProofBytes(proof))).toEqual(proof)
        },
      ),
    )
  })

  it('takes 258 bytes for 128 values, little-endian', () => {
    const bytes = toProofBytes({ modulus: 0x0201, coefficients: new Uint16Array(128).fill(0x0403) })
    expect(bytes.length).toBe(258)
    expect(Array.from(bytes.subarray(0, 4))).toEqual([1, 2, 3, 4])
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a single byte', new Uint8Array(1)],
    ['no coefficients', u16s(7)],
    ['half a coefficient', new Uint8Array(5).fill(1)],
    ['one coefficient too many', new Uint8Array(260).fill(1)],
    ['a modulus of zero', u16s(0, 1)],
    ['a modulus above the prime', u16s(PRIME + 1, 1)],
    ['a coefficient that is the prime', u16s(9, 1, PRIME)],
    ['the largest coefficient', u16s(9, 0xffff)],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseProof(bytes)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('counts one proof per 32 tasks, the last for the rest', () => {
    expect([0, 1, 32, 33, 64].map(countProofs)).toEqual([0, 1, 1, 2, 2])
  })

  it('refuses or verifies any bytes, and never passes them', () => {
    const length = fc.constantFrom(0, 1, 2, 3, 4, 5, 20, 256, 257, 258, 259)
    let parsed = 0
    fc.assert(
      fc.property(length, fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (size, stream) => {
        const bytes = Uint8Array.from(stream.take(size))
        const proof = parseOrCode(bytes)
        if (proof === 'malformed') return
        parsed++
        const [check] = verifyProofs([proof], hidden)
        expect(judgeProof({ ...check!, answerGap: 0 })).toBe('failed')
      }),
      { numRuns: 12_000 },
    )
    expect(parsed).toBeGreaterThan(2_000)
  })
})
