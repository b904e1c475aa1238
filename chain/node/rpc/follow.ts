import { toHex } from '../../../shared/bytes.ts'
import type { BlockRef, NodeApi } from '../api.ts'
import { createStream } from '../stream.ts'
import { knownHeader } from './blocks.ts'
import { hasNewCode, runtimeVersionOf } from './runtime-version-json.ts'

/** One event of `chainHead_v1_followEvent`. */
export type FollowEvent = Readonly<Record<string, unknown>>

/** Blocks that a client may leave pinned before it is told to begin anew. */
const MAX_PINNED = 16_384

/** A client's view of the chain's tip: blocks it was told of stay pinned until it lets go of them. */
export interface Follow {
  readonly hasRuntime: boolean
  readonly events: AsyncIterable<FollowEvent>
  isPinned(hash: Uint8Array): boolean
  unpin(hash: Uint8Array): void
  /** Adds an event of an operation. */
  push(event: FollowEvent): void
}

/** Version of a runtime in the form of the new API. */
function runtimeJson(node: NodeApi, at: Uint8Array): FollowEvent {
  const { specName, implName, specVersion, implVersion, transactionVersion, apis } = runtimeVersionOf(node, at)
  return {
    type: 'valid',
    spec: {
      specName,
      implName,
      specVersion,
      implVersion,
      transactionVersion,
      apis: Object.fromEntries(apis.map(([id, version]) => [toHex(id), version])),
    },
  }
}

/**
 * Follows the chain from its last final block on. A block is reported before it is the best one, and both before it is
 * final. Without forks none is ever pruned.
 */
export function openFollow(node: NodeApi, signal: AbortSignal, hasRuntime: boolean): Follow {
  const pinned = new Set<string>()
  const stream = createStream<FollowEvent>(signal, () => pinned.clear())
  // Listening comes before reading the present: a block between the two would be missed.
  const heads = node.heads(signal)
  const finals = node.finalizedHeads(signal)
  const [head, first] = [node.head(), node.finalized()]
  let reported = first.number
  const waitingFinals: BlockRef[] = []

  const reportFinals = (): void => {
    const ready = waitingFinals.findIndex(({ number }) => number > reported)
    const batch = waitingFinals.splice(0, ready < 0 ? waitingFinals.length : ready)
    if (batch.length > 0)
      stream.push({
        event: 'finalized',
        finalizedBlockHashes: batch.map(({ hash }) => toHex(hash)),
        prunedBlockHashes: [],
      })
  }
  const reportBlock = ({ number, hash }: BlockRef): void => {
    if (pinned.size >= MAX_PINNED) {
      stream.push({ event: 'stop' })
      stream.end()
      return
    }
    pinned.add(toHex(hash))
    stream.push({
      event: 'newBlock',
      blockHash: toHex(hash),
      parentBlockHash: toHex(knownHeader(node, hash).parentHash),
      ...(hasRuntime ? { newRuntime: hasNewCode(node, hash) ? runtimeJson(node, hash) : null } : {}),
    })
    stream.push({ event: 'bestBlockChanged', bestBlockHash: toHex(hash) })
    reported = number
    reportFinals()
  }

  pinned.add(toHex(first.hash))
  stream.push({
    event: 'initialized',
    finalizedBlockHashes: [toHex(first.hash)],
    ...(hasRuntime ? { finalizedBlockRuntime: runtimeJson(node, first.hash) } : {}),
  })
  if (head.number === first.number) stream.push({ event: 'bestBlockChanged', bestBlockHash: toHex(head.hash) })
  for (let number = first.number + 1; number <= head.number; number += 1) {
    const hash = node.hashAt(number)
    if (hash !== undefined) reportBlock({ number, hash })
  }
  void forward(heads, reportBlock, stream)
  void forward(
    finals,
    (block) => {
      waitingFinals.push(block)
      reportFinals()
    },
    stream,
  )

  return {
    hasRuntime,
    events: stream.values,
    isPinned: (hash) => pinned.has(toHex(hash)),
    unpin: (hash) => void pinned.delete(toHex(hash)),
    push: stream.push,
  }
}

/** Hands blocks on until they end; a client that cannot keep up is told to begin anew. */
async function forward(
  blocks: AsyncIterable<BlockRef>,
  report: (block: BlockRef) => void,
  stream: { push(event: FollowEvent): void; end(): void },
): Promise<void> {
  try {
    for await (const block of blocks) report(block)
  } catch {
    stream.push({ event: 'stop' })
  }
  stream.end()
}
