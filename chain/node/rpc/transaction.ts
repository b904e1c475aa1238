import { toHex } from '../../../shared/bytes.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { BlockRef, NodeApi, TxStatus } from '../api.ts'
import { defineMethod, defineSubscription, type RpcEntry } from './define-method.ts'
import { RPC_CODES, RpcError, toErrorBody } from './errors.ts'
import { bytes, text } from './param-types.ts'

/** Broadcasts of one connection at a time. */
const MAX_BROADCASTS = 64

/** True when the pool saw the extrinsic into a final block; false when it may be worth another try. */
async function isIncluded(node: NodeApi, extrinsic: Uint8Array, signal: AbortSignal): Promise<boolean> {
  try {
    for await (const { tag } of await node.watch(extrinsic, signal)) if (tag === 'finalized') return true
  } catch (error) {
    if (!isAppError(error)) throw error
  }
  return false
}

/** Offers an extrinsic to the pool, again after every block, until it is in or nobody wants it any more. */
async function broadcastUntilIncluded(node: NodeApi, extrinsic: Uint8Array, signal: AbortSignal): Promise<void> {
  const heads = node.heads(signal)
  if (await isIncluded(node, extrinsic, signal)) return
  for await (const _head of heads) if (await isIncluded(node, extrinsic, signal)) return
}

const blockJson = ({ hash }: BlockRef, index: number) => ({ hash: toHex(hash), index })

/** A status in the form of the new API; `undefined` for those that it does not know. */
function toWatchEvent(status: TxStatus): Readonly<Record<string, unknown>> | undefined {
  switch (status.tag) {
    case 'future':
    case 'ready':
      return { event: 'validated' }
    case 'inBlock':
      return { event: 'bestChainBlockIncluded', block: blockJson(status.block, status.index) }
    case 'finalized':
      return { event: 'finalized', block: blockJson(status.block, status.index) }
    case 'usurped':
      return { event: 'invalid', error: `replaced by ${toHex(status.by)}` }
    case 'dropped':
      return { event: 'dropped', error: 'the pool let go of it' }
    case 'invalid':
      return { event: 'invalid', error: 'the runtime no longer accepts it' }
  }
}

async function* watchEvents(node: NodeApi, extrinsic: Uint8Array, signal: AbortSignal) {
  let wasValidated = false
  try {
    for await (const status of await node.watch(extrinsic, signal)) {
      const event = toWatchEvent(status)
      // `future` and `ready` are one event here, sent once.
      if (event === undefined || (event.event === 'validated' && wasValidated)) continue
      wasValidated ||= event.event === 'validated'
      yield event
    }
  } catch (error) {
    if (!isAppError(error, 'invalid-transaction')) throw error
    const { message, data } = toErrorBody(error)
    yield { event: 'invalid', error: typeof data === 'string' ? `${message}: ${data}` : message }
  }
}

/** The `transaction_v1` and `transactionWatch_v1` methods of one connection; its end stops its broadcasts. */
export function createTransactionMethods(signal: AbortSignal): readonly RpcEntry[] {
  const broadcasts = new Map<string, AbortController>()
  let started = 0
  signal.addEventListener('abort', () => {
    for (const broadcast of broadcasts.values()) broadcast.abort()
  })

  const broadcast = defineMethod({
    name: 'transaction_v1_broadcast',
    docs: 'Offers an extrinsic to the pool until it is in a final block or stopped; null when too many are under way.',
    params: (p) => [p.need('transaction', bytes)],
    handle(node, [extrinsic]) {
      if (broadcasts.size >= MAX_BROADCASTS) return null
      started += 1
      const operationId = String(started)
      const abort = new AbortController()
      broadcasts.set(operationId, abort)
      // Nobody hears how it ends: the client looks for its extrinsic in the blocks. A closed node ends it too.
      broadcastUntilIncluded(node, extrinsic, abort.signal)
        .catch(() => undefined)
        .finally(() => abort.abort())
      return operationId
    },
  })

  const stop = defineMethod({
    name: 'transaction_v1_stop',
    docs: 'Ends a broadcast.',
    params: (p) => [p.need('operationId', text)],
    handle(_node, [operationId]) {
      const running = broadcasts.get(operationId)
      if (running === undefined) throw new RpcError(RPC_CODES.invalidParams, 'Invalid operation id', operationId)
      running.abort()
      broadcasts.delete(operationId)
      return null
    },
  })

  const watch = defineSubscription({
    name: 'transactionWatch_v1_submitAndWatch',
    unsubscribe: 'transactionWatch_v1_unwatch',
    notification: 'transactionWatch_v1_watchEvent',
    docs: 'Puts an extrinsic into the pool and reports what becomes of it.',
    params: (p) => [p.need('transaction', bytes)],
    open: (node, scope, [extrinsic]) => watchEvents(node, extrinsic, scope.signal),
  })

  return [broadcast, stop, watch]
}
