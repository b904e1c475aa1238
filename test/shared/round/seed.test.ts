import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { toBareHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { roundSeed } from '../../../shared/round/seed.ts'

beforeAll(cryptoReady)

const beacon = new Uint8Array(32).fill(1)
const secret = new Uint8Array(32).fill(2)
const base = { beacon, secret, mechanismKey: 'glyphs/1', round: 7 }

const filled = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('roundSeed', () => {
  test('is blake2b-256 over the framed parts', () => {
    // Python: part = lambda b: struct.pack('<I', len(b)) + b; hashlib.blake2b(b''.join(map(part, [b'meritnet round seed',
    // b'\1' * 32, b'\2' * 32, b'glyphs/1', struct.pack('<Q', 7)])), digest_size=32)
    expect(toBareHex(roundSeed(base))).toBe('aad4bb84964f52fa3e11432987ac8adf39f1873d4b4e55ec409b5389fc78114f')
  })

  test('hangs on every part', () => {
    const seeds = [
      base,
      { ...base, beacon: secret },
      { ...base, secret: beacon },
      { ...base, mechanismKey: 'glyphs/2' },
      { ...base, round: 8 },
      { ...base, round: 7 + 2 ** 32 },
    ].map((input) => toBareHex(roundSeed(input)))
    expect(new Set(seeds).size).toBe(seeds.length)
  })

  test('repeats itself for the same parts, and only for them', () => {
    fc.assert(
      fc.property(filled, filled, fc.string(), fc.maxSafeNat(), (beacon, secret, mechanismKey, round) => {
        const input = { beacon, secret, mechanismKey, round }
        const seed = roundSeed(input)
        expect(seed).toHaveLength(32)
        expect(roundSeed({ ...input })).toEqual(seed)
        expect(roundSeed({ ...input, mechanismKey: `${mechanismKey}x` })).not.toEqual(seed)
      }),
    )
  })

  test.each([
    ['a short beacon', { beacon: new Uint8Array(31) }],
    ['a long secret', { secret: new Uint8Array(33) }],
    ['a negative round', { round: -1 }],
    ['half a round', { round: 0.5 }],
    ['a round beyond exact numbers', { round: 2 ** 53 }],
  ])('refuses %s', (_, change) => {
    expect(() => roundSeed({ ...base, ...change })).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
