import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { fromHex, toBareHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { commitHash, commitPreimage } from '../../../shared/weights/commit-hash.ts'
import vectors from '../../vectors/runtime/weight-commits.json' with { type: 'json' }

beforeAll(cryptoReady)

describe('the hash of committed weights', () => {
  test.each(vectors.commitHashes)('is exact for mechanism index $netuid_index', (vector) => {
    const weights = {
      hotkey: fromHex(vector.hotkey_hex),
      index: vector.netuid_index,
      uids: vector.uids,
      values: vector.values,
      salt: vector.salt,
      versionKey: BigInt(vector.version_key),
    }
    expect(toBareHex(commitPreimage(weights))).toBe(vector.preimage_hex)
    expect(toBareHex(commitHash(weights))).toBe(vector.hash_blake2b256_hex)
  })

  test('moves a number between lists only by changing the bytes', () => {
    const u16s = fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 70 })
    const made = fc.record({ uids: u16s, values: u16s, salt: u16s, index: fc.integer({ min: 0, max: 65_535 }) })
    fc.assert(
      fc.property(made, made, (a, b) => {
        const rest = { hotkey: new Uint8Array(32), versionKey: 1n }
        const same =
          JSON.stringify([a.uids, a.values, a.salt, a.index]) === JSON.stringify([b.uids, b.values, b.salt, b.index])
        expect(toBareHex(commitPreimage({ ...a, ...rest })) === toBareHex(commitPreimage({ ...b, ...rest }))).toBe(same)
      }),
    )
  })
})
