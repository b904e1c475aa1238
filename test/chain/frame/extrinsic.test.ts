import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { assembleSigned, signingPayload } from '../../../chain/frame/extrinsic.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { bytes } from '../../../shared/scale/compound.ts'
import { decode, encode } from '../../../shared/scale/type.ts'
import { alice, asRoot, count, createFixture } from '../../support/frame-fixture.ts'
import { createTinyRuntime } from '../../support/tiny-runtime.ts'

beforeAll(cryptoReady)

const { extrinsic, types } = createTinyRuntime().tables

describe('extrinsic codec', () => {
  test('reads the parts of a signed extrinsic as they were put together', () => {
    const callBytes = encode(types.call, asRoot(count(5n)))
    const extra = Uint8Array.of(0x45, 0x02, 0x14, 0x08, 0)
    const signature = new Uint8Array(64).fill(3)
    const whole = assembleSigned(alice.publicKey, signature, extra, callBytes)
    expect(extrinsic.decode(whole)).toMatchObject({
      tag: 'signed',
      address: { tag: 'Id', value: [alice.publicKey] },
      signature: { tag: 'Sr25519', value: [signature] },
      extraBytes: extra,
      callBytes,
      call: asRoot(count(5n)),
      length: whole.length,
    })
    const decoded = extrinsic.decode(whole)
    expect(decoded.tag === 'signed' && decoded.extra[5]).toBe(5)
  })

  test('reads bare ones', () => {
    expect(extrinsic.decode(extrinsic.encodeBare(count(5n)))).toMatchObject({ tag: 'bare', call: count(5n) })
  })

  test('refuses any cut, any tail and a wrong length', () => {
    const whole = createFixture().sign(alice, count(5n))
    const body = decode(bytes(), whole)
    for (let length = 0; length < whole.length; length++)
      expect(() => extrinsic.decode(whole.subarray(0, length))).toThrowError(
        expect.objectContaining({ code: 'malformed-scale' }),
      )
    for (let length = 0; length < body.length; length++)
      expect(() => extrinsic.decode(encode(bytes(), body.subarray(0, length)))).toThrowError()
    expect(() => extrinsic.decode(Uint8Array.of(...whole, 0))).toThrow('the extrinsic says it has')
    expect(() => extrinsic.decode(encode(bytes(), Uint8Array.of(...body, 0)))).toThrow('1 bytes left after the call')
  })

  test.each([0x00, 0x03, 0x05, 0x44, 0x45, 0x83, 0x85, 0xff])('refuses the version byte %i', (version) => {
    const body = decode(bytes(), createFixture().sign(alice, count(5n)))
    body[0] = version
    expect(() => extrinsic.decode(encode(bytes(), body))).toThrowError(
      expect.objectContaining({ code: 'unknown-extrinsic-version' }),
    )
  })

  test('any bytes are an extrinsic or an error with a code', () => {
    const body = decode(bytes(), createFixture().sign(alice, asRoot(count(5n))))
    const damage = fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { maxLength: 8 })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damage), (input) => {
        const hostile = input instanceof Uint8Array ? input : body.slice()
        if (!(input instanceof Uint8Array)) for (const [at, byte] of input) hostile[at] = byte
        try {
          extrinsic.decode(encode(bytes(), hostile))
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: expect.stringMatching(/^malformed-scale|unknown-/) })
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('signing payload', () => {
  test('is the parts themselves up to 256 bytes and their hash beyond', () => {
    const half = new Uint8Array(128).fill(1)
    expect(signingPayload(half, half)).toEqual(new Uint8Array(256).fill(1))
    const long = new Uint8Array(257).fill(1)
    expect(signingPayload(half, half, Uint8Array.of(1))).toEqual(blake2b256(long))
  })
})
