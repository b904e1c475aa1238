import { toHex } from '../../../shared/bytes.ts'
import type { Clock } from '../../../shared/clock.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import type { TxStatus } from '../api.ts'
import { mapStream } from './blocks.ts'
import { defineMethod, defineSubscription, noParams, type RpcEntry } from './define-method.ts'
import { bytes, text } from './param-types.ts'
import type { Param } from './params.ts'

/** A status as `author_extrinsicUpdate` shows it. */
function toStatusJson(status: TxStatus): string | Readonly<Record<string, string>> {
  if (status.tag === 'usurped') return { usurped: toHex(status.by) }
  return 'block' in status ? { [status.tag]: toHex(status.block.hash) } : status.tag
}

/**
 * How far apart `inBlock` and `finalized` are sent. Blocks are final at once here, but polkadot.js drops `inBlock` and
 * its events when `finalized` comes before it has read the block.
 */
const FINAL_AFTER_MS = 100

async function* paced(statuses: AsyncIterable<TxStatus>, clock: Clock, signal: AbortSignal): AsyncGenerator<TxStatus> {
  let isIncluded = false
  for await (const status of statuses) {
    if (isIncluded && status.tag === 'finalized') await clock.sleep(FINAL_AFTER_MS, signal)
    isIncluded = status.tag === 'inBlock'
    yield status
  }
}

const submitExtrinsic = defineMethod({
  name: 'author_submitExtrinsic',
  docs: 'Puts an extrinsic into the pool and answers its hash.',
  params: (p) => [p.need('extrinsic', bytes)],
  handle: async (node, [extrinsic]) => toHex(await node.submit(extrinsic)),
})

const submitAndWatch = defineSubscription({
  name: 'author_submitAndWatchExtrinsic',
  unsubscribe: 'author_unwatchExtrinsic',
  notification: 'author_extrinsicUpdate',
  docs: 'Puts an extrinsic into the pool and reports every status up to finalized, or why it left the pool.',
  params: (p) => [p.need('extrinsic', bytes)],
  open: async (node, { signal, clock }, [extrinsic]) =>
    mapStream(paced(await node.watch(extrinsic, signal), clock, signal), toStatusJson),
})

const pendingExtrinsics = defineMethod({
  name: 'author_pendingExtrinsics',
  docs: 'Extrinsics that may go into the next block, in that order.',
  params: noParams,
  handle: (node) =>
    node
      .pending()
      .filter(({ isReady }) => isReady)
      .map(({ extrinsic }) => toHex(extrinsic)),
})

const hashesOfTransactions: Param<readonly Uint8Array[]> = {
  expected: 'a list of { "hash": "0x…" } (32 bytes) or { "extrinsic": "0x…" }',
  accept(value) {
    if (!Array.isArray(value)) return undefined
    const hashes = value.map(hashOf)
    return hashes.every((hash) => hash !== undefined) ? hashes : undefined
  },
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function hashOf(value: unknown): Uint8Array | undefined {
  if (!isObject(value)) return undefined
  const hash = bytes.accept(value.hash)
  if (hash !== undefined) return hash.length === 32 ? hash : undefined
  const extrinsic = bytes.accept(value.extrinsic)
  return extrinsic === undefined ? undefined : blake2b256(extrinsic)
}

const removeExtrinsic = defineMethod({
  name: 'author_removeExtrinsic',
  docs: 'Takes extrinsics and all that depend on them out of the pool; answers the hashes removed.',
  params: (p) => [p.need('extrinsics', hashesOfTransactions)],
  handle: (node, [hashes]) => hashes.flatMap((hash) => node.dropPending(hash).map((removed) => toHex(removed))),
})

const hasKey = defineMethod({
  name: 'author_hasKey',
  docs: 'Whether the node holds a key: it has no key store, so never.',
  params: (p) => [p.need('publicKey', bytes), p.need('keyType', text)],
  handle: () => false,
})

const hasSessionKeys = defineMethod({
  name: 'author_hasSessionKeys',
  docs: 'Whether the node holds session keys: it has no key store, so never.',
  params: (p) => [p.need('sessionKeys', bytes)],
  handle: () => false,
})

/** The transaction pool. */
export const authorMethods: readonly RpcEntry[] = [
  submitExtrinsic,
  submitAndWatch,
  pendingExtrinsics,
  removeExtrinsic,
  hasKey,
  hasSessionKeys,
]
