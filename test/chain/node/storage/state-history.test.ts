import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openChainDb } from '../../../../chain/node/storage/chain-db.ts'
import { createOverlay, trieState } from '../../../../chain/node/storage/overlay.ts'
import { createStateHistory, loadTrie } from '../../../../chain/node/storage/state-history.ts'
import { fromHex, toBareHex, toHex, utf8 } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import type { Trie } from '../../../../shared/trie/trie.ts'
import { rootHash } from '../../../../shared/trie/trie-node.ts'
import { naiveRoot } from '../../../support/naive-trie.ts'

beforeAll(cryptoReady)

const block = (number: number) => ({
  number,
  hash: utf8(`block ${number}`),
  header: new Uint8Array(0),
  body: new Uint8Array(0),
  timestampMs: 0,
  isFinal: true,
})

describe('state history', () => {
  it('answers every past state as it was', () => {
    const key = fc.constantFrom('', '00', '0001', '01', '10', 'ff', 'ffff')
    const changes = fc.array(fc.tuple(key, fc.option(fc.uint8Array({ maxLength: 36 }))), { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 8 }), (blocks) => {
        const db = openChainDb(undefined)
        const history = createStateHistory(db)
        const models: Map<string, Uint8Array>[] = []
        let trie: Trie
        for (const [number, written] of blocks.entries()) {
          const model = new Map(models.at(-1))
          const overlay = createOverlay(trieState(trie))
          for (const [path, value] of written) {
            if (value === null) overlay.delete(fromHex(path))
            else overlay.set(fromHex(path), value)
            if (value === null) model.delete(path)
            else model.set(path, value)
          }
          const state = overlay.finish(1)
          trie = state.trie
          models.push(model)
          db.append({ ...block(number), changes: state.changes })
          // Only even blocks are remembered, so that both ways of reading are compared.
          if (number % 2 === 0) history.push(number, trie)
        }
        for (const [number, model] of models.entries()) {
          const state = history.at(number)
          const sorted = [...model.keys()].sort()
          for (const path of ['', '00', '0001', '01', '10', 'ff', 'ffff']) {
            expect(state.get(path)).toEqual(model.get(path))
            expect(state.next(path)).toBe(sorted.find((other) => other > path))
          }
          expect(toHex(rootHash(state.trie()))).toBe(toHex(naiveRoot(model, 1)))
          expect(toHex(rootHash(loadTrie(db, number)))).toBe(toHex(naiveRoot(model, 1)))
        }
        db.close()
      }),
    )
  })

  it('loads a state with values of both state versions', () => {
    const db = openChainDb(undefined)
    const long = new Uint8Array(40)
    const write = (base: Trie, path: string, version: 0 | 1) => {
      const overlay = createOverlay(trieState(base))
      overlay.set(fromHex(path), long)
      return overlay.finish(version)
    }
    const first = write(undefined, 'aa', 0)
    const second = write(first.trie, 'bb', 1)
    db.append({ ...block(0), changes: first.changes })
    db.append({ ...block(1), changes: second.changes })
    expect(toBareHex(rootHash(loadTrie(db, 0)))).toBe(toBareHex(first.root))
    expect(toBareHex(rootHash(loadTrie(db, 1)))).toBe(toBareHex(second.root))
    db.close()
  })
})
