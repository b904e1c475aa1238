import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findChange, keysWith } from '../../../../chain/node/rpc/storage-keys.ts'
import { compareBytes, startsWith, toHex } from '../../../../shared/bytes.ts'
import { FakeNodeApi } from '../../../support/fake-node-api.ts'

const key = fc.uint8Array({ maxLength: 3, max: 3 })

describe('storage keys', () => {
  test('a walk gives exactly the sorted keys under the prefix after the start', () => {
    fc.assert(
      fc.property(fc.array(key), key, fc.option(key, { nil: undefined }), (keys, prefix, after) => {
        const node = new FakeNodeApi(Object.fromEntries(keys.map((one) => [toHex(one), '0x01'])))
        const expected = [...new Set(keys.map((one) => toHex(one)))]
          .map((text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex')))
          .sort(compareBytes)
          .filter((one) => startsWith(one, prefix) && (after === undefined || compareBytes(one, after) > 0))
        const found = [...keysWith(node.state(node.genesisHash), prefix, after)]
        expect(found.map((one) => toHex(one))).toEqual(expected.map((one) => toHex(one)))
      }),
    )
  })

  test('a change is found by its key and no other', () => {
    fc.assert(
      fc.property(fc.array(key), key, (keys, wanted) => {
        const changes = [...keys].sort(compareBytes).map((one, index) => ({ key: one, value: Uint8Array.of(index) }))
        const found = findChange(changes, wanted)
        expect(found !== undefined).toBe(keys.some((one) => compareBytes(one, wanted) === 0))
        if (found !== undefined) expect(compareBytes(found.key, wanted)).toBe(0)
      }),
    )
  })
})
