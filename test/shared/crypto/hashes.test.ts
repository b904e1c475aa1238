import { beforeAll, expect, test } from 'vitest'
import { toBareHex, utf8 } from '../../../shared/bytes.ts'
import { blake2b64, blake2b256, sha256Hex, twox128 } from '../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)

test('twox128 gives the pallet prefixes that Substrate uses', () => {
  expect(toBareHex(twox128(utf8('System')))).toBe('26aa394eea5630e07c48ae0c9558cef7')
  expect(toBareHex(twox128(utf8('SubtensorModule')))).toBe('658faa385070e074c85bf6b568cf0555')
})

test('blake2b64 gives the ids of runtime APIs', () => {
  expect(toBareHex(blake2b64(utf8('Core')))).toBe('df6acb689907609b')
})

test('blake2b256 and SHA-256 of nothing', () => {
  expect(toBareHex(blake2b256(new Uint8Array()))).toBe(
    '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8',
  )
  expect(sha256Hex(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
