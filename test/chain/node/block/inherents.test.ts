import { expect, it } from 'vitest'
import { DEFAULT_INHERENTS, encodeInherentData, type InherentProvider } from '../../../../chain/node/block/inherents.ts'
import { toBareHex } from '../../../../shared/bytes.ts'

const context = { parent: { number: 1, hash: new Uint8Array(32) }, timestampMs: 1_700_000_000_123 }
const TIMESTAMP = '74696d7374617030207b68e5cf8b010000'

it('gives the timestamp as timstap0 with milliseconds in u64 little-endian', () => {
  expect(toBareHex(encodeInherentData(DEFAULT_INHERENTS, context))).toBe(`04${TIMESTAMP}`)
})

it('orders inherents by their ids, as the map of the runtime does', () => {
  const drand: InherentProvider = { id: 'drandpls', data: ({ parent }) => Uint8Array.of(parent.number) }
  const zero: InherentProvider = { id: 'zzzzzzzz', data: () => new Uint8Array(0) }
  expect(toBareHex(encodeInherentData([zero, ...DEFAULT_INHERENTS, drand], context))).toBe(
    ['0c', '6472616e64706c73', '0401', TIMESTAMP, '7a7a7a7a7a7a7a7a', '00'].join(''),
  )
})

it('refuses an id that is not 8 bytes long', () => {
  const short: InherentProvider = { id: 'short', data: () => new Uint8Array(0) }
  expect(() => encodeInherentData([short], context)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
})
