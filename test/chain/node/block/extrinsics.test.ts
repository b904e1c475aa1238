import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkExtrinsic, decodeExtrinsics, encodeExtrinsics } from '../../../../chain/node/block/extrinsics.ts'
import { fromHex } from '../../../../shared/bytes.ts'
import { bytes } from '../../../../shared/scale/compound.ts'
import { encode } from '../../../../shared/scale/type.ts'

const extrinsic = fc.uint8Array({ maxLength: 100 }).map((content) => encode(bytes(), content))

it('brings extrinsics back with their length prefixes', () => {
  fc.assert(
    fc.property(fc.array(extrinsic, { maxLength: 80 }), (items) => {
      expect(decodeExtrinsics(encodeExtrinsics(items))).toEqual(items)
    }),
  )
})

it.each(['', '04', '0408aa', '0404aabb'])('refuses %s as a list of extrinsics', (hex) => {
  expect(() => decodeExtrinsics(fromHex(hex))).toThrow(expect.objectContaining({ code: 'malformed-scale' }))
})

it('takes exactly one extrinsic', () => {
  fc.assert(
    fc.property(extrinsic, (item) => {
      checkExtrinsic(item)
      for (const bad of [item.subarray(0, -1), Uint8Array.of(...item, 0)])
        expect(() => checkExtrinsic(bad)).toThrow(expect.objectContaining({ code: 'malformed-scale' }))
    }),
  )
})
