import { beforeAll, describe, expect, test } from 'vitest'
import { fromHex, utf8 } from '../../../shared/bytes.ts'
import { keypairFromSeed, keypairFromUri, verifySignature } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { fromSs58, parseSs58, toSs58 } from '../../../shared/crypto/ss58.ts'

beforeAll(cryptoReady)

const ALICE_SEED = '0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a'
const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

describe('keypair', () => {
  test.each([
    ['//Alice', ALICE],
    ['//Bob', '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'],
    ['//Alice_hk', '5Dt9sidKJJxfvznECukm6ptHMWP7AykqkooeZijhDfBQFDqe'],
    [ALICE_SEED, ALICE],
    ['bottom drive obey lake curtain smoke basket hold race lonely fit walk//Alice', ALICE],
  ])('%s is %s', (uri, ss58) => {
    expect(keypairFromUri(uri).ss58).toBe(ss58)
  })

  test('a seed gives the key of its URI', () => {
    expect(keypairFromSeed(fromHex(ALICE_SEED)).ss58).toBe(ALICE)
  })

  test('a bad URI is refused without repeating the secret', () => {
    const secret = 'correct horse battery staple'
    expect(() => keypairFromUri(secret)).toThrow(expect.objectContaining({ code: 'malformed-uri' }))
    expect(() => keypairFromUri(secret)).not.toThrow(secret)
  })

  test('a signature holds for its message and key alone', () => {
    const alice = keypairFromUri('//Alice')
    const message = utf8('weights')
    const signature = alice.sign(message)
    expect(verifySignature(message, signature, alice.publicKey)).toBe(true)
    expect(verifySignature(utf8('weighty'), signature, alice.publicKey)).toBe(false)
    expect(verifySignature(message, signature, keypairFromUri('//Bob').publicKey)).toBe(false)
    expect(verifySignature(message, signature.subarray(1), alice.publicKey)).toBe(false)
    expect(verifySignature(message, new Uint8Array(64), alice.publicKey)).toBe(false)
    expect(verifySignature(message, signature, new Uint8Array(32).fill(255))).toBe(false)
  })
})

describe('ss58', () => {
  test('round-trips', () => {
    expect(toSs58(fromSs58(ALICE))).toBe(ALICE)
  })

  test.each(['', 'hello', `${ALICE}x`, ALICE.replace('G', 'H'), ALICE_SEED])('%j is refused', (text) => {
    expect(() => parseSs58(text)).toThrow(expect.objectContaining({ code: 'malformed-ss58' }))
  })

  test('an address of another network becomes ours', () => {
    // The same key with Polkadot's prefix 0.
    expect(parseSs58('15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5')).toBe(ALICE)
  })
})
