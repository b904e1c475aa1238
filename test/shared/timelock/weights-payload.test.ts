import { describe, expect, test } from 'vitest'
import { concat } from '../../../shared/bytes.ts'
import { vec } from '../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../shared/scale/primitives.ts'
import { encode } from '../../../shared/scale/type.ts'
import { decodeWeightsPayload, encodeWeightsPayload } from '../../../shared/timelock/weights-payload.ts'

const hotkey = new Uint8Array(32).fill(7)
const weights = { uids: [0, 3, 65_535], values: [1, 0, 65_535], versionKey: 2n ** 64n - 1n }

describe('the plaintext of timelocked weights', () => {
  test('reads back for its hotkey alone', () => {
    const payload = encodeWeightsPayload(hotkey, weights)
    expect(decodeWeightsPayload(payload, hotkey)).toEqual(weights)
    expect(decodeWeightsPayload(payload, new Uint8Array(32))).toBeUndefined()
  })

  test('may lack a hotkey, as it used to', () => {
    const legacy = concat(
      encode(vec(u16), weights.uids),
      encode(vec(u16), weights.values),
      encode(u64, weights.versionKey),
    )
    expect(decodeWeightsPayload(legacy, hotkey)).toEqual(weights)
  })

  test('is refused when it is neither', () => {
    expect(() => decodeWeightsPayload(Uint8Array.of(1, 2, 3), hotkey)).toThrow(
      expect.objectContaining({ code: 'malformed-scale' }),
    )
  })
})
