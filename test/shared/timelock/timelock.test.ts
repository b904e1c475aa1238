import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromHex, toBareHex } from '../../../shared/bytes.ts'
import { CIPHERTEXT_OVERHEAD, decodeCiphertext, encodeCiphertext } from '../../../shared/timelock/ciphertext.ts'
import { createLocalBeacon } from '../../../shared/timelock/local-beacon.ts'
import { openTimelocked, sealTimelocked } from '../../../shared/timelock/timelock.ts'
import { encodeWeightsPayload } from '../../../shared/timelock/weights-payload.ts'
import vectors from '../../vectors/runtime/weight-commits.json' with { type: 'json' }

const beacon = createLocalBeacon({ seed: Uint8Array.of(1) })
const { publicKey } = beacon.parameters
const signatureOf = (round: bigint) => beacon.pulsesAfter(round - 1n, Number.MAX_SAFE_INTEGER, 1)[0]!.signature

/** Bytes that look random and are the same in every run. */
function deterministic() {
  let counter = 0
  return (length: number) =>
    new Uint8Array(createHash('sha512').update(`draw ${counter++}`).digest().subarray(0, length))
}
const plaintext = new TextEncoder().encode('weights nobody may see yet')
const sealed = sealTimelocked({ publicKey, round: 1000n, plaintext, random: deterministic() })

describe('a timelock', () => {
  test('opens by the signature of its round', () => {
    expect(openTimelocked(sealed, signatureOf(1000n))).toEqual(plaintext)
  })

  test('is deterministic in its random bytes, and different with others', () => {
    expect(sealTimelocked({ publicKey, round: 1000n, plaintext, random: deterministic() })).toEqual(sealed)
    const random = deterministic()
    random(1)
    expect(sealTimelocked({ publicKey, round: 1000n, plaintext, random })).not.toEqual(sealed)
  })

  test('stays shut for another round and another beacon', () => {
    expect(() => openTimelocked(sealed, signatureOf(1001n))).toThrow(
      expect.objectContaining({ code: 'timelock-mismatch' }),
    )
    const other = createLocalBeacon({ seed: Uint8Array.of(2) }).pulsesAfter(999n, Number.MAX_SAFE_INTEGER, 1)[0]!
    expect(() => openTimelocked(sealed, other.signature)).toThrow(
      expect.objectContaining({ code: 'timelock-mismatch' }),
    )
  })

  test('takes the point U in its one valid form only', () => {
    const { locked, body, nonce } = decodeCiphertext(sealed)
    // The second half of U is a field element without flags; with the modulus added it means the same.
    const modulus = BigInt(
      '0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab',
    )
    const raised = (BigInt(`0x${toBareHex(locked.u.subarray(48))}`) + modulus).toString(16).padStart(96, '0')
    const u = fromHex(toBareHex(locked.u.subarray(0, 48)) + raised)
    const altered = encodeCiphertext({ locked: { ...locked, u }, body, nonce })
    expect(() => openTimelocked(altered, signatureOf(1000n))).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(malformed-point|timelock-mismatch)$/) }),
    )
  })

  test.each(['V', 'W', 'body', 'tag', 'nonce'] as const)('notices a change of %s', (part) => {
    const { locked, body, nonce } = decodeCiphertext(sealed)
    const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
    const altered = {
      locked: {
        ...locked,
        v: part === 'V' ? flip(locked.v, 5) : locked.v,
        w: part === 'W' ? flip(locked.w, 5) : locked.w,
      },
      body: part === 'body' ? flip(body, 0) : part === 'tag' ? flip(body, body.length - 1) : body,
      nonce: part === 'nonce' ? flip(nonce, 3) : nonce,
    }
    expect(() => openTimelocked(encodeCiphertext(altered), signatureOf(1000n))).toThrow(
      expect.objectContaining({ code: 'timelock-mismatch' }),
    )
  })

  test('refuses points that are none', () => {
    const broken = sealed.map((byte, i) => (i === 0 ? 0 : byte))
    expect(() => openTimelocked(broken, signatureOf(1000n))).toThrow(
      expect.objectContaining({ code: 'malformed-point' }),
    )
    expect(() => openTimelocked(sealed, new Uint8Array(48))).toThrow(
      expect.objectContaining({ code: 'malformed-point' }),
    )
    expect(() => openTimelocked(sealed, new Uint8Array(3))).toThrow(
      expect.objectContaining({ code: 'malformed-point' }),
    )
    expect(() =>
      sealTimelocked({ publicKey: new Uint8Array(96), round: 1n, plaintext, random: deterministic() }),
    ).toThrow(expect.objectContaining({ code: 'malformed-point' }))
  })
})

describe('the bytes on chain', () => {
  test('are 244 more than the plaintext', () => {
    expect(sealed).toHaveLength(CIPHERTEXT_OVERHEAD + plaintext.length)
  })

  test.each(vectors.timelockPayloads)('have the length that the chain expects for a payload', (vector) => {
    const payload = encodeWeightsPayload(fromHex(vector.hotkey_hex), {
      uids: vector.uids,
      values: vector.values,
      versionKey: BigInt(vector.version_key),
    })
    expect(toBareHex(payload)).toBe(vector.scale_hex)
    const bytes = sealTimelocked({ publicKey, round: 1n, plaintext: payload, random: deterministic() })
    expect(bytes).toHaveLength(vector.expected_commit_bytes_total_length)
  })

  test('hold lengths as u64, lowest byte first, and the name of the cipher at the end', () => {
    const hex = toBareHex(sealed)
    expect(hex.slice(192, 208)).toBe('2000000000000000')
    expect(hex.slice(272, 288)).toBe('2000000000000000')
    expect(hex.endsWith('08000000000000004145535f47434d5f')).toBe(true)
  })

  test('read back, and nothing else reads: cut short, too long, another cipher, wrong lengths', () => {
    expect(encodeCiphertext(decodeCiphertext(sealed))).toEqual(sealed)
    const malformed = expect.objectContaining({ code: 'malformed-ciphertext' })
    for (let length = 0; length < sealed.length; length++)
      expect(() => decodeCiphertext(sealed.subarray(0, length))).toThrow(malformed)
    expect(() => decodeCiphertext(Uint8Array.of(...sealed, 0))).toThrow(malformed)
    const change = (at: number, to: number) => sealed.map((byte, i) => (i === at ? to : byte))
    for (const at of [96, 136, 176, 184, sealed.length - 1, sealed.length - 16])
      expect(() => decodeCiphertext(change(at, 0xff))).toThrow(malformed)
    expect(() => decodeCiphertext(change(183, 0xff))).toThrow(malformed)
  })

  test('too short for a tag are refused', () => {
    const { locked, nonce } = decodeCiphertext(sealed)
    const short = encodeCiphertext({ locked, nonce, body: new Uint8Array(15) })
    expect(() => openTimelocked(short, signatureOf(1000n))).toThrow(
      expect.objectContaining({ code: 'malformed-ciphertext' }),
    )
  })
})
