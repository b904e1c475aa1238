import { once } from 'node:events'
import { concat, toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { AppError, isAppError, messageOf } from '../../shared/errors.ts'
import { type Logger, silentLogger } from '../../shared/log.ts'
import type { Runtime } from '../interface.ts'
import type { BlockRef, NodeApi } from './api.ts'
import { buildBlock } from './block/builder.ts'
import type { Genesis } from './block/genesis.ts'
import { type BlockContext, DEFAULT_INHERENTS, type InherentProvider } from './block/inherents.ts'
import { createIntervalSlots, createWakeup, type NextSlot, type Sealing } from './block/seal.ts'
import { openChain } from './chain.ts'
import { createPool, type PoolLimits } from './pool/pool.ts'
import { readVerdict } from './pool/validity.ts'

export interface NodeOptions {
  readonly runtime: Runtime
  readonly genesis: Genesis
  readonly clock: Clock
  readonly sealing: Sealing
  /** Default: nothing is logged. */
  readonly log?: Logger
  /** Directory that keeps the chain; without it the chain ends with the process. */
  readonly basePath?: string | undefined
  /**
   * Least distance of two block timestamps. Blocks sealed faster carry timestamps ahead of the clock. Default 1; a
   * runtime may ask for more (Timestamp.MinimumPeriod, slot duration).
   */
  readonly minTimestampStepMs?: number
  /** Default: the timestamp. */
  readonly inherents?: readonly InherentProvider[]
  /** Digest items of a new header, SCALE encoded, such as a consensus slot. Default none. */
  readonly digest?: (context: BlockContext) => readonly Uint8Array[]
  /** Most bytes of a block's extrinsics. Default 5 MiB. */
  readonly maxBlockBytes?: number
  /** No extrinsic is started later than this into a block. Default 1000. */
  readonly maxBlockMs?: number
  readonly pool?: PoolLimits
}

/** A running chain. */
export interface Node extends NodeApi {
  /** Seals blocks as configured until the signal aborts. A block that fails is logged and tried again. */
  run(signal: AbortSignal): Promise<void>
  /** Ends all streams and frees the files. */
  close(): void
}

/** How long sealing pauses after a block that failed, so that a broken runtime does not spin. */
const RETRY_MS = 1000
/** `TransactionSource::External`. */
const EXTERNAL_SOURCE = Uint8Array.of(2)

/**
 * Opens a node at the last block of its chain.
 * @throws AppError as `openChain`.
 */
export async function openNode(options: NodeOptions): Promise<Node> {
  const { runtime, clock, sealing, log = silentLogger, minTimestampStepMs = 1 } = options
  const {
    inherents = DEFAULT_INHERENTS,
    digest = () => [],
    maxBlockBytes = 5 * 1024 * 1024,
    maxBlockMs = 1000,
  } = options
  const chain = openChain({ runtime, genesis: options.genesis, basePath: options.basePath })
  const wakeup = createWakeup()
  const pool = createPool({
    limits: options.pool ?? {},
    maxExtrinsicBytes: maxBlockBytes,
    clock,
    log,
    head: chain.head,
    validate(extrinsic) {
      const head = chain.head().hash
      const input = concat(EXTERNAL_SOURCE, extrinsic, head)
      return readVerdict(chain.query(head, 'TaggedTransactionQueue_validate_transaction', input))
    },
    onReady: wakeup.wake,
  })
  let isClosed = false
  log.info('chain open', { block: chain.head().number, hash: toHex(chain.head().hash) })

  const seal = ({ createEmpty, finalize }: { createEmpty: boolean; finalize: boolean }): BlockRef => {
    if (isClosed) throw new AppError('node-closed', 'the node is closed; it makes no blocks any more')
    if (!createEmpty && !pool.hasReady()) throw emptyPool()
    const started = clock.monotonic()
    const context = {
      parent: chain.head(),
      timestampMs: Math.max(Math.floor(clock.now()), chain.headTimestampMs() + minTimestampStepMs),
    }
    const overlay = chain.overlay()
    const candidates = pool.candidates()
    const block = buildBlock({
      ...context,
      runtime,
      overlay,
      stateVersion: chain.stateVersion(overlay),
      inherents,
      digest: digest(context),
      candidates: candidates.items,
      maxBytes: maxBlockBytes,
      isLate: () => clock.monotonic() - started > maxBlockMs,
      onReject: candidates.reject,
    })
    if (!createEmpty && block.included.length === 0) throw emptyPool()
    const head = chain.append(block, { timestampMs: context.timestampMs, isFinal: finalize })
    pool.onBlock(head, block.included)
    pool.onFinal(chain.finalized().number)
    if (pool.hasReady()) wakeup.wake()
    log.debug('block', { number: head.number, hash: toHex(head.hash), extrinsics: block.included.length })
    return head
  }

  const sealAt = async (next: NextSlot, createEmpty: boolean, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && !isClosed) {
      try {
        await next(signal)
        seal({ createEmpty, finalize: true })
      } catch (error) {
        if (signal.aborted || isClosed) return
        if (isAppError(error, 'empty-pool')) continue
        log.error('no block', { why: messageOf(error), error })
        await clock.sleep(RETRY_MS, signal).catch(() => {})
        wakeup.wake()
      }
    }
  }
  /** Waits for a ready extrinsic, then lets those that arrive at the same time in too. */
  const nextDemand: NextSlot = async (signal) => {
    await wakeup.wait(signal)
    await clock.sleep(0, signal)
  }

  return {
    ...chain,
    ...pool,
    createBlock: async (request) => seal(request),
    finalize: (hash) => pool.onFinal(chain.finalize(hash)),
    async run(signal) {
      if (signal.aborted) return
      if (sealing.tag === 'interval') return sealAt(createIntervalSlots(sealing.ms, clock), true, signal)
      if (sealing.tag === 'instant') return sealAt(nextDemand, false, signal)
      await once(signal, 'abort')
    },
    close() {
      if (isClosed) return
      isClosed = true
      pool.close()
      chain.close()
    },
  }
}

const emptyPool = () =>
  new AppError('empty-pool', 'no extrinsic is ready and empty blocks are not asked for; submit one or set createEmpty')
