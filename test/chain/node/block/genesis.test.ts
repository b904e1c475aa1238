import { beforeAll, expect, it } from 'vitest'
import { buildGenesis } from '../../../../chain/node/block/genesis.ts'
import { decodeHeader, headerHash } from '../../../../chain/node/block/header.ts'
import { toHex, utf8 } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { rootHash } from '../../../../shared/trie/trie-node.ts'
import { fakeGenesis } from '../../../support/fake-runtime.ts'

beforeAll(cryptoReady)

it('is the same block for the same state and another for another', () => {
  const first = buildGenesis(fakeGenesis, () => 1)
  const again = buildGenesis(fakeGenesis, () => 1)
  const other = buildGenesis(
    (storage) => {
      fakeGenesis(storage)
      storage.set(utf8('x'), utf8('y'))
    },
    () => 1,
  )
  expect(toHex(again.block.hash)).toBe(toHex(first.block.hash))
  expect(toHex(other.block.hash)).not.toBe(toHex(first.block.hash))
})

it('has the root of its state, and the hash of its header', () => {
  const { block, state } = buildGenesis(fakeGenesis, () => 1)
  expect(toHex(decodeHeader(block.header).stateRoot)).toBe(toHex(rootHash(state.trie)))
  expect(toHex(block.hash)).toBe(toHex(headerHash(block.header)))
  expect(block).toMatchObject({ number: 0, timestampMs: 0, isFinal: true, changes: state.changes })
})

it('reads the state version from the state that it made', () => {
  const seen: (Uint8Array | undefined)[] = []
  buildGenesis(fakeGenesis, (storage) => {
    seen.push(storage.get(utf8(':code')))
    return 0
  })
  expect(seen).toEqual([utf8('fake runtime')])
})

it('leaves nothing of a genesis that throws', () => {
  const fault = new Error('fault')
  const failing = () =>
    buildGenesis(
      (storage) => {
        fakeGenesis(storage)
        throw fault
      },
      () => 1,
    )
  expect(failing).toThrow(fault)
})
