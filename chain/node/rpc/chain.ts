import { toHex } from '../../../shared/bytes.ts'
import type { BlockRef, ChainReader, NodeApi } from '../api.ts'
import {
  blockOrHead,
  type HeaderJson,
  headerJsonOf,
  knownHeader,
  mapStream,
  startingWith,
  toHeaderJson,
} from './blocks.ts'
import { defineMethod, defineSubscription, noParams, type RpcEntry } from './define-method.ts'
import { hash, numberOrList } from './param-types.ts'

const MAX_NUMBERS = 10_000

function hashJsonAt(node: ChainReader, number: number): string | null {
  const found = Number.isFinite(number) ? node.hashAt(number) : undefined
  return found === undefined ? null : toHex(found)
}

const getBlockHash = defineMethod({
  name: 'chain_getBlockHash',
  aliases: ['chain_getHead'],
  docs: 'Hash of a block by number, or of each of a list of numbers; null above the head. Without number: the best block.',
  params: (p) => [p.may('hash', numberOrList(MAX_NUMBERS))],
  handle(node, [numbers]) {
    if (numbers === undefined) return toHex(node.head().hash)
    if (typeof numbers === 'number') return hashJsonAt(node, numbers)
    return numbers.map((number) => hashJsonAt(node, number))
  },
})

const getFinalizedHead = defineMethod({
  name: 'chain_getFinalizedHead',
  aliases: ['chain_getFinalisedHead'],
  docs: 'Hash of the last final block.',
  params: noParams,
  handle: (node) => toHex(node.finalized().hash),
})

const getHeader = defineMethod({
  name: 'chain_getHeader',
  docs: 'Header of a block (default: the best); null when unknown.',
  params: (p) => [p.may('hash', hash)],
  handle: (node, [at]) => headerJsonOf(node, blockOrHead(node, at)),
})

const getBlock = defineMethod({
  name: 'chain_getBlock',
  docs: 'Header and extrinsics of a block (default: the best); null when unknown.',
  params: (p) => [p.may('hash', hash)],
  handle(node, [at]) {
    const block = blockOrHead(node, at)
    const header = headerJsonOf(node, block)
    const body = node.body(block)
    if (header === null || body === undefined) return null
    return { block: { header, extrinsics: body.map((extrinsic) => toHex(extrinsic)) }, justifications: null }
  },
})

type HeadSource = (node: NodeApi, signal: AbortSignal) => AsyncIterable<BlockRef>

/** Listens before it reads the present block, so that none is missed between the two. */
const best: HeadSource = (node, signal) => {
  const later = node.heads(signal)
  return startingWith(node.head(), later)
}
const final: HeadSource = (node, signal) => {
  const later = node.finalizedHeads(signal)
  return startingWith(node.finalized(), later)
}
const headersOf = (node: NodeApi, blocks: AsyncIterable<BlockRef>): AsyncIterable<HeaderJson> =>
  mapStream(blocks, ({ hash: block }) => toHeaderJson(knownHeader(node, block)))

const subscribeNewHeads = defineSubscription({
  name: 'chain_subscribeNewHeads',
  aliases: ['chain_subscribeNewHead', 'subscribe_newHead'],
  unsubscribe: 'chain_unsubscribeNewHeads',
  unsubscribeAliases: ['chain_unsubscribeNewHead', 'unsubscribe_newHead'],
  notification: 'chain_newHead',
  docs: 'Header of the best block now and of every next one.',
  params: noParams,
  open: (node, { signal }) => headersOf(node, best(node, signal)),
})

const subscribeAllHeads = defineSubscription({
  name: 'chain_subscribeAllHeads',
  unsubscribe: 'chain_unsubscribeAllHeads',
  notification: 'chain_allHead',
  docs: 'Header of the best block now and of every block imported later.',
  params: noParams,
  open: (node, { signal }) => headersOf(node, best(node, signal)),
})

const subscribeFinalizedHeads = defineSubscription({
  name: 'chain_subscribeFinalizedHeads',
  aliases: ['chain_subscribeFinalisedHeads'],
  unsubscribe: 'chain_unsubscribeFinalizedHeads',
  unsubscribeAliases: ['chain_unsubscribeFinalisedHeads'],
  notification: 'chain_finalizedHead',
  docs: 'Header of the last final block now and of every next one.',
  params: noParams,
  open: (node, { signal }) => headersOf(node, final(node, signal)),
})

/** Blocks and headers. */
export const chainMethods: readonly RpcEntry[] = [
  getBlockHash,
  getFinalizedHead,
  getHeader,
  getBlock,
  subscribeNewHeads,
  subscribeAllHeads,
  subscribeFinalizedHeads,
]
