import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../../chain/interface.ts'
import { decodeHeader } from '../../../chain/node/block/header.ts'
import type { Node, NodeOptions } from '../../../chain/node/node.ts'
import { toBareHex, toHex, utf8 } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { u64 } from '../../../shared/scale/primitives.ts'
import { decode } from '../../../shared/scale/type.ts'
import { openFakeNode } from '../../support/fake-node.ts'
import { fakeExtrinsic, fakeGenesis, fakeKeys } from '../../support/fake-runtime.ts'
import { naiveRoot } from '../../support/naive-trie.ts'

beforeAll(cryptoReady)

let basePath: string
const open: Node[] = []
beforeEach(() => {
  basePath = mkdtempSync(join(tmpdir(), 'meritnet-chain-'))
})
afterEach(() => {
  for (const node of open.splice(0)) node.close()
  rmSync(basePath, { recursive: true, force: true })
})
async function start(options: Partial<NodeOptions> = {}) {
  const opened = await openFakeNode({ basePath, ...options })
  open.push(opened.node)
  return opened
}
const seal = (node: Node, finalize = true) => node.createBlock({ createEmpty: true, finalize })
const rootOf = (node: Node, hash: Uint8Array) => toHex(decodeHeader(node.header(hash)!).stateRoot)

/** Root of everything that a state holds, from its keys and values alone. */
function rootFromScratch(node: Node, hash: Uint8Array): string {
  const state = node.state(hash)
  const all = new Map<string, Uint8Array>()
  let key = state.nextKey(new Uint8Array(0))
  while (key !== undefined) {
    all.set(toBareHex(key), state.get(key)!)
    key = state.nextKey(key)
  }
  return toHex(naiveRoot(all, 1))
}

describe('a chain in a directory', () => {
  it('goes on where it ended, with its past', async () => {
    const { node: first } = await start()
    for (let nonce = 0; nonce < 5; nonce += 1) {
      await first.submit(fakeExtrinsic({ nonce }))
      await seal(first)
    }
    const [head, second] = [first.head(), first.hashAt(2)!]
    const changes = first.changes(second)
    first.close()

    const { node } = await start()
    expect([node.head(), node.finalized()]).toEqual([head, head])
    expect(node.changes(second)).toEqual(changes)
    expect(node.body(second)?.[1]).toEqual(fakeExtrinsic({ nonce: 1 }))
    for (let number = 0; number <= 5; number += 1)
      expect(rootFromScratch(node, node.hashAt(number)!)).toBe(rootOf(node, node.hashAt(number)!))
    await node.submit(fakeExtrinsic({ nonce: 5 }))
    const next = await seal(node)
    expect(decodeHeader(node.header(next.hash)!).parentHash).toEqual(head.hash)
    expect(Number(decode(u64, node.state(next.hash).get(fakeKeys.counter)!))).toBe(6)
    expect(rootFromScratch(node, next.hash)).toBe(rootOf(node, next.hash))
  })

  it('remembers what is final and how late it is', async () => {
    const { node: first } = await start({ minTimestampStepMs: 5000 })
    const final = await seal(first)
    const head = await seal(first, false)
    const now = decode(u64, first.state(head.hash).get(fakeKeys.now)!)
    first.close()
    const { node } = await start({ minTimestampStepMs: 5000 })
    expect([node.head(), node.finalized()]).toEqual([head, final])
    const next = await seal(node)
    expect(decode(u64, node.state(next.hash).get(fakeKeys.now)!)).toBe(now + 5000n)
  })

  it('is refused to another genesis, and stays as it was', async () => {
    const { node: first } = await start()
    const head = await seal(first)
    first.close()
    const genesis = (storage: Storage) => {
      fakeGenesis(storage)
      storage.set(utf8('other'), utf8('chain'))
    }
    await expect(start({ genesis })).rejects.toThrow(expect.objectContaining({ code: 'other-genesis' }))
    expect((await start()).node.head()).toEqual(head)
  })

  it.each([
    ['state does not have the root of its header', (changed: Buffer) => changed.fill(7, changed.length - 1)],
    ['changes of a block are cut off', (changed: Buffer) => changed.subarray(0, -1)],
    ['changes of a block are missing', () => Buffer.alloc(0)],
  ])('is refused when its %s', async (_, damage) => {
    const { node: first } = await start()
    await seal(first)
    first.close()
    const db = new Database(join(basePath, 'chain.sqlite'))
    const block = db.prepare<[], { changed: Buffer }>('SELECT changed FROM blocks WHERE number = 1').get()!
    db.prepare('UPDATE blocks SET changed = ? WHERE number = 1').run(damage(block.changed))
    db.close()
    await expect(start()).rejects.toThrow(expect.objectContaining({ code: 'damaged-database' }))
  })

  it('can be opened by one node at a time', async () => {
    const { node } = await start()
    await expect(start()).rejects.toThrow(expect.objectContaining({ code: 'database-in-use' }))
    node.close()
    await start()
  })

  it('loses no stored block and no part of one when the process is killed', async () => {
    let last: { number: number; hash: string; stateRoot: string } = { number: 0, hash: '', stateRoot: '' }
    for (const blocks of [3, 17, 60]) {
      const child = spawn(
        process.execPath,
        [new URL('../../support/killed-node.ts', import.meta.url).pathname, basePath],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const from = last.number
      for await (const line of createInterface({ input: child.stdout })) {
        last = JSON.parse(line)
        if (last.number >= from + blocks) break
      }
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')

      const { node } = await start()
      // What was told is stored; blocks may have been stored that were not told any more.
      expect(node.head().number).toBeGreaterThanOrEqual(last.number)
      const hash = node.hashAt(last.number)!
      expect([toHex(hash), rootOf(node, hash)]).toEqual([last.hash, last.stateRoot])
      for (const number of [node.head().number, last.number, 1])
        expect(rootFromScratch(node, node.hashAt(number)!)).toBe(rootOf(node, node.hashAt(number)!))
      expect(Number(decode(u64, node.state(node.head().hash).get(fakeKeys.counter)!))).toBe(1000 * node.head().number)
      last = { ...last, number: node.head().number }
      node.close()
    }
  })
})
