import { sr25519PairFromSeed } from '@polkadot/util-crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { concat, fromHex, toHex, utf8 } from '../../../shared/bytes.ts'
import {
  type Keyfile,
  parseKeyfile,
  toCanonicalSecret,
  writeKeyfile,
  writePublicKeyfile,
} from '../../../shared/crypto/keyfile.ts'
import { keypairFromUri, verifySignature } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'

// //Alice, as the wallet specification of Bittensor has it.
const SEED = '0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a'
const PUBLIC = '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d'
const SS58 = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
const NONCE = '925a225d97aa00682d6a59b95b18780c10d7032336e88f3442b42361f4a66011'
const HALF = `0x98319d4ff8a9508c4bb0cf0b5a78d760a0b2082c02775e6e82370816fedfff48${NONCE}`
const CANONICAL = `0x33a6f3093f158a7109f679410bef1a0c54168145e0cecb4df006c1c2fffb1f09${NONCE}`
const PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
const PHRASE_SS58 = '5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV'

beforeAll(cryptoReady)

const parse = (content: unknown): Keyfile => parseKeyfile(utf8(JSON.stringify(content)))
const canSign = (keyfile: Keyfile): boolean => {
  if (keyfile.tag !== 'keypair') return false
  const message = utf8('hello')
  return verifySignature(message, keyfile.keypair.sign(message), fromHex(PUBLIC))
}
const failsWith = (code: string) => expect.objectContaining({ code })

describe('a keyfile', () => {
  it('opens by its seed', () => expect(canSign(parse({ secretSeed: SEED, ss58Address: SS58 }))).toBe(true))

  it('opens by its private key in either form', () => {
    expect(canSign(parse({ privateKey: CANONICAL, publicKey: PUBLIC }))).toBe(true)
    expect(canSign(parse({ privateKey: HALF, accountId: PUBLIC }))).toBe(true)
    expect(canSign(parse({ privateKey: HALF.slice(2), ss58Address: SS58 }))).toBe(true)
  })

  it('opens by its phrase before anything else, and by its seed before its private key', () => {
    const others = { secretSeed: SEED, privateKey: CANONICAL }
    expect(parse({ ...others, secretPhrase: PHRASE, ss58Address: PHRASE_SS58 }).ss58).toBe(PHRASE_SS58)
    expect(parse({ secretPhrase: null, secretSeed: SEED, privateKey: '0x00' }).ss58).toBe(SS58)
  })

  it('with an address alone is watch-only', () => {
    for (const content of [{ ss58Address: SS58 }, { publicKey: PUBLIC }, { accountId: PUBLIC, privateKey: null }])
      expect(parse(content)).toEqual({ tag: 'watch-only', ss58: SS58 })
  })

  it('whose secret belongs to another address is refused', () => {
    const other = keypairFromUri('//Bob').ss58
    expect(() => parse({ secretSeed: SEED, ss58Address: other })).toThrow(failsWith('keyfile-mismatch'))
    expect(() => parse({ privateKey: CANONICAL, ss58Address: other })).toThrow(failsWith('keyfile-mismatch'))
    expect(() => parse({ privateKey: `0x${'ff'.repeat(64)}`, publicKey: PUBLIC })).toThrow(
      failsWith('keyfile-mismatch'),
    )
  })

  it.each([
    ['no JSON', 'secret words'],
    ['an array', '[]'],
    ['an empty object', '{}'],
    ['a seed of the wrong length', '{"secretSeed":"0x00"}'],
    ['a number for a seed', '{"secretSeed":5}'],
    ['a private key without an address', JSON.stringify({ privateKey: CANONICAL })],
  ])('of %s is refused', (_, text) => {
    expect(() => parseKeyfile(utf8(text))).toThrow(failsWith('malformed-keyfile'))
  })

  it('is never quoted in an error', () => {
    const secrets = [
      '{"secretPhrase":"legal winner thank year wave',
      JSON.stringify({ secretPhrase: 'legal winner', ss58Address: SS58 }),
    ]
    for (const text of secrets) {
      let thrown: unknown
      try {
        parseKeyfile(utf8(text))
      } catch (error) {
        thrown = error
      }
      expect(thrown).toBeInstanceOf(Error)
      if (thrown instanceof Error) expect(`${thrown.message}${thrown.stack}${thrown.cause}`).not.toContain('winner')
    }
  })

  it('never fails with anything but an AppError', () => {
    const value = fc.option(fc.oneof(fc.string(), fc.constantFrom(SEED, PUBLIC, CANONICAL, SS58)), { nil: null })
    const content = fc.record({
      publicKey: value,
      privateKey: value,
      secretPhrase: value,
      secretSeed: value,
      ss58Address: value,
    })
    fc.assert(
      fc.property(content, (fields) => {
        try {
          parse(fields)
        } catch (error) {
          expect(error).toHaveProperty('name', 'AppError')
        }
      }),
    )
  })
})

describe('a written keyfile', () => {
  it('holds the private key in the canonical form', () => {
    expect(toHex(toCanonicalSecret(fromHex(HALF)))).toBe(CANONICAL)
    const written: unknown = JSON.parse(Buffer.from(writeKeyfile(sr25519PairFromSeed(fromHex(SEED)))).toString())
    expect(written).toEqual({
      accountId: PUBLIC,
      publicKey: PUBLIC,
      privateKey: CANONICAL,
      secretPhrase: null,
      secretSeed: null,
      ss58Address: SS58,
    })
  })

  it('opens again, whatever the key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), (seed, keepsSeed) => {
        const pair = sr25519PairFromSeed(seed)
        const keyfile = parseKeyfile(writeKeyfile({ ...pair, seed: keepsSeed ? seed : undefined }))
        return keyfile.tag === 'keypair' && Buffer.compare(keyfile.keypair.publicKey, pair.publicKey) === 0
      }),
      { numRuns: 10 },
    )
  })

  it('has a public one beside it without any secret', () => {
    const bytes = writePublicKeyfile(fromHex(PUBLIC))
    expect(parseKeyfile(bytes)).toEqual({ tag: 'watch-only', ss58: SS58 })
    expect(concat(bytes).length).toBeLessThan(260)
  })
})
