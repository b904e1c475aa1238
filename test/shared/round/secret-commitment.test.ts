import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parseCommitmentBytes,
  type SecretCommitment,
  secretHash,
  toCommitmentBytes,
} from '../../../shared/round/secret-commitment.ts'

const period = fc.nat(0xffff_ffff)
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const commitment: fc.Arbitrary<SecretCommitment> = fc.record({
  period,
  hash: bytes32.map(secretHash),
  opened: fc.option(fc.record({ period, secret: bytes32 }), { nil: undefined }),
})

describe('the commitment of a validator', () => {
  it('comes back as it was, from a field of 128 bytes', () => {
    fc.assert(
      fc.property(commitment, (given) => {
        const bytes = toCommitmentBytes(given)
        expect(bytes.length).toBeLessThanOrEqual(128)
        expect(parseCommitmentBytes(bytes)).toEqual(given)
        // Also from the middle of other bytes, as a chain's decoder gives them.
        const inside = Uint8Array.from([7, ...bytes, 7]).subarray(1, bytes.length + 1)
        expect(parseCommitmentBytes(inside)).toEqual(given)
      }),
    )
  })

  it('has the layout that it says', () => {
    const secret = new Uint8Array(32).fill(3)
    const hash = createHash('sha256').update(secret).digest('hex')
    const bytes = toCommitmentBytes({ period: 258, hash, opened: { period: 1, secret } })
    expect(Buffer.from(bytes).toString('hex')).toBe(
      ['6d657269746e6574', '01', '02010000', hash, '01000000', '03'.repeat(32)].join(''),
    )
  })

  it('is nothing when it was cut, grew or means something else', () => {
    fc.assert(
      fc.property(commitment, fc.nat(200), fc.uint8Array({ maxLength: 4 }), (given, cut, more) => {
        const bytes = toCommitmentBytes(given)
        const short = parseCommitmentBytes(bytes.subarray(0, Math.min(cut, bytes.length - 1)))
        // Cut at the opened secret, what is left is a whole commitment without one.
        expect(short === undefined || cut === 45).toBe(true)
        if (more.length > 0) expect(parseCommitmentBytes(Uint8Array.from([...bytes, ...more]))).toBeUndefined()
      }),
    )
    fc.assert(fc.property(fc.uint8Array(), (noise) => parseCommitmentBytes(noise) === undefined))
    const later = toCommitmentBytes({ period: 1, hash: '00'.repeat(32), opened: undefined })
    later[8] = 2
    expect(parseCommitmentBytes(later)).toBeUndefined()
  })

  it('takes no period beyond a u32 and no part of a wrong length', () => {
    const outOfRange = expect.objectContaining({ code: 'out-of-range' })
    const closed = { period: 1, hash: '00'.repeat(32), opened: undefined }
    for (const wrong of [-1, 0.5, 2 ** 32, Number.NaN])
      expect(() => toCommitmentBytes({ ...closed, period: wrong })).toThrow(outOfRange)
    expect(() => toCommitmentBytes({ ...closed, hash: 'ab' })).toThrow(outOfRange)
    expect(() => toCommitmentBytes({ ...closed, opened: { period: 1, secret: new Uint8Array(31) } })).toThrow(
      outOfRange,
    )
  })
})
