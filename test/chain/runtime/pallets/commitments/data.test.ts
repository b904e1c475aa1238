import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRuntime } from '../../../../../chain/runtime/index.ts'
import { type Data, data, spaceOf } from '../../../../../chain/runtime/pallets/commitments/data.ts'
import { toHex } from '../../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { decode, encode } from '../../../../../shared/scale/type.ts'
import { polkadotRegistry } from '../../../../support/polkadot-registry.ts'

beforeAll(cryptoReady)

const bytes = (most: number) => fc.uint8Array({ maxLength: most })
const field: fc.Arbitrary<Data> = fc.oneof(
  fc.constant<Data>({ tag: 'None' }),
  fc.constant<Data>({ tag: 'ResetBondsFlag' }),
  bytes(128).map((raw): Data => ({ tag: 'Raw', bytes: raw })),
  bytes(512).map((raw): Data => ({ tag: 'BigRaw', bytes: raw })),
  fc
    .tuple(
      fc.constantFrom('BlakeTwo256' as const, 'Sha256' as const, 'Keccak256' as const, 'ShaThree256' as const),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
    )
    .map(([tag, digest]): Data => ({ tag, digest })),
  fc
    .tuple(bytes(1024), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
    .map(([encrypted, revealRound]): Data => ({ tag: 'TimelockEncrypted', encrypted, revealRound })),
)

describe('a field of a commitment', () => {
  test('reads back', () => {
    fc.assert(
      fc.property(field, (value) => {
        expect(decode(data, encode(data, value))).toEqual(value)
      }),
    )
  })

  test.each<[Data, string]>([
    [{ tag: 'None' }, '0x00'],
    [{ tag: 'Raw', bytes: new Uint8Array() }, '0x01'],
    [{ tag: 'Raw', bytes: Uint8Array.of(1, 2) }, '0x030102'],
    [{ tag: 'Raw', bytes: new Uint8Array(128) }, `0x81${'00'.repeat(128)}`],
    [{ tag: 'BlakeTwo256', digest: new Uint8Array(32) }, `0x82${'00'.repeat(32)}`],
    [{ tag: 'ShaThree256', digest: new Uint8Array(32) }, `0x85${'00'.repeat(32)}`],
    [{ tag: 'TimelockEncrypted', encrypted: Uint8Array.of(9), revealRound: 1n }, '0x8604090100000000000000'],
    [{ tag: 'ResetBondsFlag' }, '0x87'],
    [{ tag: 'BigRaw', bytes: Uint8Array.of(5) }, '0x880405'],
  ])('has the bytes of the chain: case %#', (value, hex) => expect(toHex(encode(data, value))).toBe(hex))

  test('is refused beyond its bounds', () => {
    expect(() => decode(data, Uint8Array.of(137))).toThrow(expect.objectContaining({ code: 'malformed-scale' }))
    expect(() => decode(data, Uint8Array.of(5, 1))).toThrow(expect.objectContaining({ code: 'malformed-scale' }))
    expect(() => encode(data, { tag: 'Raw', bytes: new Uint8Array(129) })).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    )
    const tooLong = encode(data, { tag: 'BigRaw', bytes: new Uint8Array(513) })
    expect(() => decode(data, tooLong)).toThrow(expect.objectContaining({ code: 'malformed-scale' }))
  })

  test('counts its bytes', () => {
    expect(spaceOf({ tag: 'None' })).toBe(0)
    expect(spaceOf({ tag: 'ResetBondsFlag' })).toBe(0)
    expect(spaceOf({ tag: 'Raw', bytes: new Uint8Array(7) })).toBe(7)
    expect(spaceOf({ tag: 'BigRaw', bytes: new Uint8Array(200) })).toBe(200)
    expect(spaceOf({ tag: 'Sha256', digest: new Uint8Array(32) })).toBe(32)
    expect(spaceOf({ tag: 'TimelockEncrypted', encrypted: new Uint8Array(300), revealRound: 1n })).toBe(300)
  })
})

test('polkadot.js encodes a call as this runtime reads it', () => {
  const runtime = createRuntime({ slotDurationMs: 250 })
  const { decorated } = polkadotRegistry(runtime, 15)
  const fields = [
    { Raw5: '0x68656c6c6f' },
    { BigRaw: '0x0102' },
    { TimelockEncrypted: { encrypted: '0x03', revealRound: 7 } },
  ]
  const call = decorated.tx.commitments!.setCommitment!(2, { fields })
  expect(decode(runtime.tables.types.call, call.toU8a())).toEqual({
    pallet: 'Commitments',
    call: 'set_commitment',
    args: {
      netuid: 2,
      info: {
        fields: [
          { tag: 'Raw', bytes: Uint8Array.from(Buffer.from('hello')) },
          { tag: 'BigRaw', bytes: Uint8Array.of(1, 2) },
          { tag: 'TimelockEncrypted', encrypted: Uint8Array.of(3), revealRound: 7n },
        ],
      },
    },
  })
})
