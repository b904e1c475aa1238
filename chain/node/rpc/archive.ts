import { toHex } from '../../../shared/bytes.ts'
import type { NodeApi } from '../api.ts'
import { headerOf } from './blocks.ts'
import { defineMethod, defineSubscription, noParams, type RpcEntry } from './define-method.ts'
import { toErrorBody } from './errors.ts'
import { bytes, count, hash, text } from './param-types.ts'
import { noChildTrie, readQueries, type StorageQuery, storageQueries } from './storage-query.ts'

const genesisHash = defineMethod({
  name: 'archive_v1_genesisHash',
  docs: 'Hash of block 0.',
  params: noParams,
  handle: (node) => toHex(node.genesisHash),
})

const finalizedHeight = defineMethod({
  name: 'archive_v1_finalizedHeight',
  docs: 'Number of the last final block.',
  params: noParams,
  handle: (node) => node.finalized().number,
})

const hashByHeight = defineMethod({
  name: 'archive_v1_hashByHeight',
  docs: 'Hashes of the blocks with a number: one, or none above the head.',
  params: (p) => [p.need('height', count)],
  handle(node, [height]) {
    const found = node.hashAt(height)
    return found === undefined ? [] : [toHex(found)]
  },
})

const header = defineMethod({
  name: 'archive_v1_header',
  docs: 'SCALE header of a block; null when unknown.',
  params: (p) => [p.need('hash', hash)],
  handle(node, [block]) {
    const encoded = node.header(block)
    return encoded === undefined ? null : toHex(encoded)
  },
})

const body = defineMethod({
  name: 'archive_v1_body',
  docs: 'Extrinsics of a block; null when unknown.',
  params: (p) => [p.need('hash', hash)],
  handle: (node, [block]) => node.body(block)?.map((extrinsic) => toHex(extrinsic)) ?? null,
})

const call = defineMethod({
  name: 'archive_v1_call',
  docs: 'Result of a runtime API on the state after a block, or why there is none; null for an unknown block.',
  params: (p) => [p.need('hash', hash), p.need('function', text), p.need('callParameters', bytes)],
  handle(node, [block, method, input]) {
    if (headerOf(node, block) === undefined) return null
    try {
      return { success: true, value: toHex(node.query(block, method, input)) }
    } catch (error) {
      return { success: false, error: toErrorBody(error).message }
    }
  },
})

async function* storageEvents(node: NodeApi, block: Uint8Array, queries: readonly StorageQuery[]) {
  try {
    for (const item of readQueries(node, block, queries)) yield { event: 'storage', ...item }
    yield { event: 'storageDone' }
  } catch (error) {
    yield { event: 'storageError', error: toErrorBody(error).message }
  }
}

const storage = defineSubscription({
  name: 'archive_v1_storage',
  unsubscribe: 'archive_v1_stopStorage',
  notification: 'archive_v1_storageEvent',
  docs: 'Storage after a block, item by item.',
  params: (p) => [p.need('hash', hash), p.need('items', storageQueries), p.may('childTrie', noChildTrie)],
  open: (node, _scope, [block, queries]) => storageEvents(node, block, queries),
})

/** Any block of the run, in the form of the new API. */
export const archiveMethods: readonly RpcEntry[] = [
  genesisHash,
  finalizedHeight,
  hashByHeight,
  header,
  body,
  call,
  storage,
]
