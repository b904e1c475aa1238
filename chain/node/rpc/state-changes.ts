import { scheduler } from 'node:timers/promises'
import { equalBytes, toHex } from '../../../shared/bytes.ts'
import type { BlockRef, NodeApi, StorageChange } from '../api.ts'
import { blockOrHead, headerOf } from './blocks.ts'
import { defineMethod, defineSubscription, type RpcEntry } from './define-method.ts'
import { RPC_CODES, RpcError } from './errors.ts'
import { hash, type KeyText, keys } from './param-types.ts'
import { findChange } from './storage-keys.ts'

/** More keys than any client asks for at once: polkadot.js asks for 1000 a page. */
const MAX_KEYS = 100_000
/** One call walks at most this many blocks, so that it cannot hold up the node. */
const MAX_RANGE_BLOCKS = 10_000
const BLOCKS_AT_ONCE = 100

type Change = readonly [key: string, value: string | null]
/** What holds under some keys after a block. */
export interface ChangeSet {
  readonly block: string
  readonly changes: readonly Change[]
}

const toHexOrNull = (value: Uint8Array | undefined): string | null => (value === undefined ? null : toHex(value))

/** Every key with its value, in the order and spelling in which they were asked for. */
function valuesAt(node: NodeApi, wanted: readonly KeyText[], block: Uint8Array): ChangeSet {
  const state = node.state(block)
  return { block: toHex(block), changes: wanted.map(({ text, key }) => [text, toHexOrNull(state.get(key))] as const) }
}

function changesIn(node: NodeApi, wanted: readonly KeyText[], block: Uint8Array): ChangeSet {
  const all = node.changes(block)
  const changes: Change[] = []
  for (const { text, key } of wanted) {
    const change = findChange(all, key)
    if (change !== undefined) changes.push([text, toHexOrNull(change.value)])
  }
  return { block: toHex(block), changes }
}

const queryStorageAt = defineMethod({
  name: 'state_queryStorageAt',
  docs: 'Values under many keys after a block, as one change set that names every key as it was asked for.',
  params: (p) => [p.need('keys', keys(MAX_KEYS)), p.may('at', hash)],
  handle: (node, [wanted, at]) => [valuesAt(node, wanted, blockOrHead(node, at))],
})

function rangeOf(node: NodeApi, from: Uint8Array, to: Uint8Array): readonly Uint8Array[] {
  const unresolved = (why: string) =>
    new RpcError(RPC_CODES.blockRange, `Cannot resolve a block range ['${toHex(from)}' ... '${toHex(to)}']. ${why}`)
  const first = headerOf(node, from)?.number
  const last = headerOf(node, to)?.number
  if (first === undefined || last === undefined) throw unresolved('UnknownBlock: Header was not found')
  if (last < first) throw unresolved('from number > to number')
  if (last - first >= MAX_RANGE_BLOCKS) throw unresolved(`${last - first + 1} blocks; at most ${MAX_RANGE_BLOCKS}`)
  const range: Uint8Array[] = []
  for (let number = first; number <= last; number += 1) {
    const block = node.hashAt(number)
    if (block === undefined) throw unresolved(`block ${number} is not known`)
    range.push(block)
  }
  if (!equalBytes(range[0] ?? to, from) || !equalBytes(range.at(-1) ?? from, to))
    throw unresolved('the blocks are not on the best chain')
  return range
}

const queryStorage = defineMethod({
  name: 'state_queryStorage',
  docs: 'Values under many keys after block `from`, then what each block up to `block` (default: the best) changed.',
  params: (p) => [p.need('keys', keys(MAX_KEYS)), p.need('from', hash), p.may('block', hash)],
  async handle(node, [wanted, from, to]) {
    const [first = from, ...rest] = rangeOf(node, from, blockOrHead(node, to))
    const sets = [valuesAt(node, wanted, first)]
    for (const [index, block] of rest.entries()) {
      const set = changesIn(node, wanted, block)
      if (set.changes.length > 0) sets.push(set)
      // A long walk lets others be served in between.
      if (index % BLOCKS_AT_ONCE === BLOCKS_AT_ONCE - 1) await scheduler.yield()
    }
    return sets
  },
})

const describe = ({ key, value }: StorageChange): Change => [toHex(key), toHexOrNull(value)]

async function* allChanges(node: NodeApi, head: BlockRef, heads: AsyncIterable<BlockRef>): AsyncGenerator<ChangeSet> {
  yield { block: toHex(head.hash), changes: [] }
  for await (const { hash: block } of heads) yield { block: toHex(block), changes: node.changes(block).map(describe) }
}

async function* changesOf(
  node: NodeApi,
  wanted: readonly KeyText[],
  head: BlockRef,
  heads: AsyncIterable<BlockRef>,
): AsyncGenerator<ChangeSet> {
  yield valuesAt(node, wanted, head.hash)
  for await (const { hash: block } of heads) {
    const set = changesIn(node, wanted, block)
    if (set.changes.length > 0) yield set
  }
}

const subscribeStorage = defineSubscription({
  name: 'state_subscribeStorage',
  unsubscribe: 'state_unsubscribeStorage',
  notification: 'state_storage',
  docs: 'Values under keys now, then those that a block changed, one set a block. Without keys: every change.',
  params: (p) => [p.may('keys', keys(MAX_KEYS))],
  open(node, { signal }, [wanted]) {
    // Listening comes first: a block between the two would be missed.
    const heads = node.heads(signal)
    const head = node.head()
    return wanted === undefined ? allChanges(node, head, heads) : changesOf(node, wanted, head, heads)
  },
})

/** Many storage keys at once, and over time. */
export const stateChangeMethods: readonly RpcEntry[] = [queryStorageAt, queryStorage, subscribeStorage]
