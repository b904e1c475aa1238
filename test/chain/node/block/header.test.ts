import { TypeRegistry } from '@polkadot/types'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeHeader, encodeHeader, headerHash, ZERO_HASH } from '../../../../chain/node/block/header.ts'
import { concat, fromHex, toHex } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
const payload = fc.uint8Array({ maxLength: 60 }).map((bytes) => concat(Uint8Array.of(bytes.length << 2), bytes))
const engine = fc.uint8Array({ minLength: 4, maxLength: 4 })
const digestItem = fc.oneof(
  payload.map((bytes) => concat(Uint8Array.of(0), bytes)),
  fc.tuple(fc.constantFrom(4, 5, 6), engine, payload).map(([tag, id, bytes]) => concat(Uint8Array.of(tag), id, bytes)),
  fc.constant(Uint8Array.of(8)),
)
const header = fc.record({
  parentHash: hash,
  number: fc.integer({ min: 0, max: 0xffff_ffff }),
  stateRoot: hash,
  extrinsicsRoot: hash,
  digest: fc.array(digestItem, { maxLength: 4 }),
})

describe('header', () => {
  it('comes back from its bytes', () => {
    fc.assert(
      fc.property(header, (value) => {
        expect(decodeHeader(encodeHeader(value))).toEqual(value)
      }),
    )
  })

  it('has the bytes and the hash that polkadot.js computes', () => {
    const registry = new TypeRegistry()
    fc.assert(
      fc.property(header, (value) => {
        const theirs = registry.createType('Header', {
          parentHash: value.parentHash,
          number: value.number,
          stateRoot: value.stateRoot,
          extrinsicsRoot: value.extrinsicsRoot,
          digest: { logs: value.digest.map(toHex) },
        })
        expect(toHex(encodeHeader(value))).toBe(theirs.toHex())
        expect(toHex(headerHash(encodeHeader(value)))).toBe(theirs.hash.toHex())
      }),
    )
  })

  it('writes a number below 64 in one byte and an empty digest as another', () => {
    const encoded = encodeHeader({
      parentHash: ZERO_HASH,
      number: 0,
      stateRoot: ZERO_HASH,
      extrinsicsRoot: ZERO_HASH,
      digest: [],
    })
    expect(encoded).toEqual(new Uint8Array(32 + 1 + 64 + 1))
  })

  it.each([
    ['cut short', '00'.repeat(40)],
    ['with bytes left over', `${'00'.repeat(98)}00`],
    ['with an unknown digest item', `${'00'.repeat(97)}0407`],
    ['with more digest items than bytes', `${'00'.repeat(97)}fc`],
  ])('refuses bytes %s', (_, hex) => {
    expect(() => decodeHeader(fromHex(hex))).toThrow(expect.objectContaining({ code: 'malformed-scale' }))
  })
})
