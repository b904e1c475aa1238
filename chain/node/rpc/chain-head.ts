import { toHex } from '../../../shared/bytes.ts'
import type { NodeApi } from '../api.ts'
import { type After, defineMethod, defineSubscription, type RpcEntry } from './define-method.ts'
import { RPC_CODES, RpcError, toErrorBody } from './errors.ts'
import { type Follow, type FollowEvent, openFollow } from './follow.ts'
import { bytes, flag, hash, hashOrList, text } from './param-types.ts'
import { noChildTrie, readQueries, type StorageItem, storageQueries } from './storage-query.ts'

/** As in Substrate: one for the application and one for a library beside it. */
const MAX_FOLLOWS = 2
/** Operations of one follow that wait for `chainHead_v1_continue`. */
const MAX_OPERATIONS = 16
/** Storage items before an operation waits for the client. */
const PAGE_ITEMS = 1000

interface OpenFollow extends Follow {
  /** Storage operations that wait to be continued. */
  readonly waiting: Map<string, Iterator<StorageItem, void>>
}
const LIMIT_REACHED = { result: 'limitReached' } as const

function* startingWith<T>(first: T, rest: Iterator<T, void>): Generator<T, void> {
  yield first
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}

/** The `chainHead_v1` methods of one connection. */
export function createChainHead(): readonly RpcEntry[] {
  const follows = new Map<string, OpenFollow>()
  let operations = 0

  /** The follow, if it is live and has pinned the block. @throws RpcError -32801. */
  function pinnedBy(id: string, block: Uint8Array): OpenFollow | undefined {
    const follow = follows.get(id)
    if (follow !== undefined && !follow.isPinned(block))
      throw new RpcError(RPC_CODES.blockNotPinned, 'Invalid block hash', `${toHex(block)} is not pinned`)
    return follow
  }

  /** Answers "started" and runs the operation once that is on its way. */
  function begin(follow: OpenFollow | undefined, after: After, run: (follow: OpenFollow, id: string) => void) {
    if (follow === undefined || follow.waiting.size >= MAX_OPERATIONS) return LIMIT_REACHED
    operations += 1
    const operationId = String(operations)
    after(() => {
      try {
        run(follow, operationId)
      } catch (error) {
        follow.push({ event: 'operationError', operationId, error: toErrorBody(error).message })
      }
    })
    return { result: 'started', operationId } as const
  }

  /** Sends the next page of items, then either the end or the wish to be continued. */
  function sendPage(follow: OpenFollow, operationId: string, items: Iterator<StorageItem, void>): void {
    const page: StorageItem[] = []
    let next = items.next()
    for (; next.done !== true && page.length < PAGE_ITEMS; next = items.next()) page.push(next.value)
    if (page.length > 0) follow.push({ event: 'operationStorageItems', operationId, items: page })
    if (next.done === true) follow.push({ event: 'operationStorageDone', operationId })
    else {
      follow.waiting.set(operationId, startingWith(next.value, items))
      follow.push({ event: 'operationWaitingForContinue', operationId })
    }
  }

  async function* endWith(id: string, events: AsyncIterable<FollowEvent>): AsyncGenerator<FollowEvent> {
    try {
      yield* events
    } finally {
      follows.delete(id)
    }
  }

  const follow = defineSubscription({
    name: 'chainHead_v1_follow',
    unsubscribe: 'chainHead_v1_unfollow',
    notification: 'chainHead_v1_followEvent',
    docs: 'Reports the last final block and everything on top of it as it happens; reported blocks stay pinned.',
    params: (p) => [p.need('withRuntime', flag)],
    open(node, { id, signal }, [hasRuntime]) {
      if (follows.size >= MAX_FOLLOWS)
        throw new RpcError(
          RPC_CODES.tooManyFollows,
          'Maximum number of chainHead_follow has been reached',
          `${MAX_FOLLOWS} are open on this connection`,
        )
      const opened = openFollow(node, signal, hasRuntime)
      follows.set(id, { ...opened, waiting: new Map() })
      signal.addEventListener('abort', () => follows.delete(id), { once: true })
      return endWith(id, opened.events)
    },
  })

  const header = defineMethod({
    name: 'chainHead_v1_header',
    docs: 'SCALE header of a pinned block.',
    params: (p) => [p.need('followSubscription', text), p.need('hash', hash)],
    handle(node, [id, block]) {
      const encoded = pinnedBy(id, block) === undefined ? undefined : node.header(block)
      return encoded === undefined ? null : toHex(encoded)
    },
  })

  const body = defineMethod({
    name: 'chainHead_v1_body',
    docs: 'Extrinsics of a pinned block, as an operation.',
    params: (p) => [p.need('followSubscription', text), p.need('hash', hash)],
    handle: (node, [id, block], after) =>
      begin(pinnedBy(id, block), after, ({ push }, operationId) => {
        const value = (node.body(block) ?? []).map((extrinsic) => toHex(extrinsic))
        push({ event: 'operationBodyDone', operationId, value })
      }),
  })

  const call = defineMethod({
    name: 'chainHead_v1_call',
    docs: 'Result of a runtime API on the state after a pinned block, as an operation.',
    params: (p) => [
      p.need('followSubscription', text),
      p.need('hash', hash),
      p.need('function', text),
      p.need('callParameters', bytes),
    ],
    handle(node, [id, block, method, input], after) {
      const pinning = pinnedBy(id, block)
      if (pinning?.hasRuntime === false)
        throw new RpcError(RPC_CODES.followWithoutRuntime, 'The runtime updates flag must be set')
      return begin(pinning, after, ({ push }, operationId) =>
        push({ event: 'operationCallDone', operationId, output: toHex(node.query(block, method, input)) }),
      )
    },
  })

  const storage = defineMethod({
    name: 'chainHead_v1_storage',
    docs: 'Storage after a pinned block, as an operation that sends pages.',
    params: (p) => [
      p.need('followSubscription', text),
      p.need('hash', hash),
      p.need('items', storageQueries),
      p.may('childTrie', noChildTrie),
    ],
    handle(node, [id, block, queries], after) {
      const started = begin(pinnedBy(id, block), after, (pinning, operationId) =>
        sendPage(pinning, operationId, readQueries(node, block, queries)),
      )
      return started === LIMIT_REACHED ? started : { ...started, discardedItems: 0 }
    },
  })

  const proceed = defineMethod({
    name: 'chainHead_v1_continue',
    docs: 'Asks a storage operation that waits for its next page.',
    params: (p) => [p.need('followSubscription', text), p.need('operationId', text)],
    handle(_node, [id, operationId], after) {
      const open = follows.get(id)
      const items = open?.waiting.get(operationId)
      if (open === undefined || items === undefined) return null
      open.waiting.delete(operationId)
      after(() => sendPage(open, operationId, items))
      return null
    },
  })

  const stopOperation = defineMethod({
    name: 'chainHead_v1_stopOperation',
    docs: 'Gives up an operation.',
    params: (p) => [p.need('followSubscription', text), p.need('operationId', text)],
    handle(_node, [id, operationId]) {
      follows.get(id)?.waiting.delete(operationId)
      return null
    },
  })

  const unpin = defineMethod({
    name: 'chainHead_v1_unpin',
    docs: 'Lets go of one pinned block or of several.',
    params: (p) => [p.need('followSubscription', text), p.need('hashOrHashes', hashOrList)],
    handle(_node: NodeApi, [id, blocks]) {
      if (new Set(blocks.map((block) => toHex(block))).size < blocks.length)
        throw new RpcError(RPC_CODES.duplicateHashes, 'Received duplicate hashes for the chainHead_unpin method')
      // All or none, as the specification asks.
      const pinning = blocks.map((block) => pinnedBy(id, block)).at(0)
      for (const block of blocks) pinning?.unpin(block)
      return null
    },
  })

  return [follow, header, body, call, storage, proceed, stopOperation, unpin]
}
