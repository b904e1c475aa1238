import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBlockChanges, encodeBlockChanges } from '../../../../chain/node/storage/block-changes.ts'

const change = fc.record({
  keyId: fc.nat({ max: 0xffff_ffff }),
  value: fc.option(fc.uint8Array({ maxLength: 100 }), { nil: undefined }),
  stateVersion: fc.constantFrom(0 as const, 1 as const),
})
const all = (bytes: Buffer) => {
  const changes = decodeBlockChanges(7, bytes)
  return Array.from({ length: changes.count }, (_, position) => changes.at(position))
}
const damaged = expect.objectContaining({ code: 'damaged-database', message: expect.stringContaining('block 7') })

describe('the changes of a block as bytes', () => {
  it('come back as they were; of a deletion the state version means nothing', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const expected = changes.map((one) => (one.value === undefined ? { ...one, stateVersion: 1 } : one))
        expect(all(encodeBlockChanges(changes))).toEqual(expected)
      }),
    )
  })

  it('are copies, which outlive the bytes', () => {
    const bytes = encodeBlockChanges([{ keyId: 1, value: Uint8Array.of(5), stateVersion: 1 }])
    const [read] = all(bytes)
    bytes.fill(0)
    expect(read?.value).toEqual(Uint8Array.of(5))
  })

  it('are refused when cut off anywhere', () => {
    const bytes = encodeBlockChanges([
      { keyId: 1, value: undefined, stateVersion: 1 },
      { keyId: 2, value: Uint8Array.of(1, 2, 3), stateVersion: 0 },
    ])
    for (let length = 0; length < bytes.length; length++) expect(() => all(bytes.subarray(0, length))).toThrow(damaged)
  })

  it('have no other places than those written', () => {
    const changes = decodeBlockChanges(7, encodeBlockChanges([]))
    for (const position of [-1, 0, 1]) expect(() => changes.at(position)).toThrow(damaged)
  })
})
