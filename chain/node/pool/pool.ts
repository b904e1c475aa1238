import { toBareHex, toHex } from '../../../shared/bytes.ts'
import type { Clock } from '../../../shared/clock.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { AppError, messageOf } from '../../../shared/errors.ts'
import type { Logger } from '../../../shared/log.ts'
import type { BlockRef, PendingTx, PoolApi, TxStatus } from '../api.ts'
import type { Candidate, Included, Rejection } from '../block/builder.ts'
import { admit } from './admission.ts'
import { createBans } from './bans.ts'
import { refusals } from './refusal.ts'
import { createTxGraph, goesBefore, type PoolTx, timeBound, toPoolTx } from './tx-graph.ts'
import type { Verdict } from './validity.ts'
import { createWatchers } from './watchers.ts'

export interface PoolLimits {
  /** Most extrinsics, ready and future together. Default 8192. */
  readonly maxCount?: number
  /** Most bytes of all extrinsics together. Default 20 MiB. */
  readonly maxBytes?: number
  /** How long an extrinsic that was thrown out is refused. Default 30 minutes, as in Substrate. */
  readonly banMs?: number
  /** How many extrinsics are validated anew after each block, the longest unchecked first. Default 16. */
  readonly revalidatePerBlock?: number
}

interface PoolDeps {
  readonly limits: PoolLimits
  /** Largest extrinsic that a block can hold. */
  readonly maxExtrinsicBytes: number
  readonly clock: Clock
  readonly log: Logger
  /** Head whose state `validate` judges by. */
  head(): BlockRef
  /** @throws RuntimePanic */
  validate(extrinsic: Uint8Array): Verdict
  /** Called when an extrinsic becomes ready. */
  onReady(): void
}

/** The pool as the node drives it. */
export interface Pool extends PoolApi {
  hasReady(): boolean
  /** Ready extrinsics in block order. Report one that the block does not take with `reject` before asking for the next. */
  candidates(): { readonly items: Iterable<Candidate>; reject(candidate: Candidate, why: Rejection): void }
  /** After a block is stored and readable: its extrinsics leave, expired ones go, some are validated anew. */
  onBlock(block: BlockRef, included: readonly Included[]): void
  /** After the blocks up to a number became final. */
  onFinal(number: number): void
  close(): void
}

/**
 * An extrinsic that does not fit into so many blocks without any other never will, and a few of them at the front would
 * keep all others out. Not at the first: what the runtime does at the start of a block may leave little room in it.
 */
const MAX_MISFITS = 5

/** A pool of extrinsics for the next blocks. */
export function createPool(deps: PoolDeps): Pool {
  const { limits, clock, log, head, validate, onReady } = deps
  const { maxCount = 8192, maxBytes = 20 * 1024 * 1024, banMs = 30 * 60_000, revalidatePerBlock = 16 } = limits
  const bans = createBans(clock, banMs)
  const watchers = createWatchers()
  const announce = (tx: PoolTx): void => {
    watchers.emit(tx.id, { tag: tx.isReady ? 'ready' : 'future' })
    if (tx.isReady) onReady()
  }
  const graph = createTxGraph(announce)
  let arrivals = 0
  let isClosed = false

  /** Takes one out for good: it is refused for a while. A panic of the runtime is a bug, so it is told loudly. */
  const throwOut = (tx: PoolTx, status: TxStatus, why: string, panic?: unknown): void => {
    graph.remove([tx])
    bans.add(tx.id)
    watchers.emit(tx.id, status)
    const context = { hash: toHex(tx.hash), why }
    if (panic === undefined) log.warn('extrinsic thrown out', context)
    else log.error('extrinsic thrown out', { ...context, error: panic })
  }
  const throwOutPanicking = (tx: PoolTx, panic: unknown): void =>
    throwOut(tx, { tag: 'invalid' }, `the runtime panics on it: ${messageOf(panic)}`, panic)

  /** Drops the last in line, future ones first, until the limits hold. A scan: only a full pool pays for it. */
  const enforceLimits = (): void => {
    while (graph.size > maxCount || graph.bytes > maxBytes) {
      let last: PoolTx | undefined
      for (const tx of graph.all())
        if (last === undefined || (tx.isReady === last.isReady ? goesBefore(last, tx) : last.isReady)) last = tx
      if (last === undefined) return
      graph.remove([last])
      watchers.emit(last.id, { tag: 'dropped' })
      log.warn('extrinsic dropped: the pool is full', { hash: toHex(last.hash), maxCount, maxBytes })
    }
  }

  const insert = (extrinsic: Uint8Array): PoolTx => {
    if (isClosed) throw new AppError('node-closed', 'the node is closed; it takes no extrinsics any more')
    const { hash, verdict } = admit(extrinsic, { graph, bans, ...deps })
    const tx = toPoolTx({ hash, extrinsic, arrival: arrivals }, verdict, head().number)
    arrivals += 1
    const result = graph.insert(tx)
    if (result.tag === 'cycle') throw refusals.cycle()
    if (result.tag === 'low-priority') throw refusals.lowPriority(result.old, tx.priority)
    for (const replaced of result.replaced) watchers.emit(replaced.id, { tag: 'usurped', by: hash })
    enforceLimits()
    if (graph.get(tx.id) !== tx) throw refusals.dropped()
    return tx
  }

  /** Inserts; `prepare` may add watchers before the first status is told. */
  const take = <T>(extrinsic: Uint8Array, prepare: (tx: PoolTx) => T): T => {
    let tx: PoolTx
    try {
      tx = insert(extrinsic.slice())
    } catch (error) {
      log.warn('extrinsic refused', { hash: toHex(blake2b256(extrinsic)), why: messageOf(error) })
      throw error
    }
    const prepared = prepare(tx)
    log.debug('extrinsic in the pool', { hash: toHex(tx.hash), isReady: tx.isReady })
    announce(tx)
    return prepared
  }

  const revalidate = (tx: PoolTx): void => {
    let verdict: Verdict
    try {
      verdict = validate(tx.extrinsic)
    } catch (error) {
      throwOutPanicking(tx, error)
      return
    }
    if (verdict.tag === 'refused') throwOut(tx, { tag: 'invalid' }, verdict.error.text)
    else graph.update(tx, timeBound(verdict.valid, head().number))
  }

  const logIncluded = (block: BlockRef, { candidate, index, dispatchError }: Included): void => {
    const context = { hash: toHex(candidate.hash), block: block.number, index }
    if (dispatchError === undefined) log.debug('extrinsic in a block', context)
    else log.warn('extrinsic failed in a block', { ...context, dispatchError })
  }

  return {
    submit: async (extrinsic) => take(extrinsic, (tx) => tx.hash),
    watch: async (extrinsic, signal) => take(extrinsic, (tx) => watchers.watch(tx.id, signal)),
    pending() {
      const toPending = ({ hash, extrinsic, isReady, provides }: PoolTx): PendingTx => ({
        hash,
        extrinsic,
        isReady,
        provides,
      })
      return [...graph.ready(), ...[...graph.all()].filter((tx) => !tx.isReady)].map(toPending)
    },
    dropPending(hash) {
      const tx = graph.get(toBareHex(hash))
      const family = tx === undefined ? [] : graph.family(tx)
      for (const member of family) throwOut(member, { tag: 'dropped' }, 'removed on request')
      return family.map((member) => member.hash)
    },
    hasReady: () => Iterator.from(graph.all()).some((tx) => tx.isReady),
    candidates() {
      const heldBack = new Set<string>()
      return {
        items: graph.ready((tx) => heldBack.has(tx.id)),
        reject(candidate, why) {
          const tx = graph.get(toBareHex(candidate.hash))
          if (tx === undefined) return
          heldBack.add(tx.id)
          if (why.tag === 'no-room' && why.wasFirst) tx.misfits += 1
          if (tx.misfits >= MAX_MISFITS) throwOut(tx, { tag: 'invalid' }, 'it does not fit into an empty block')
          if (why.tag === 'invalid') throwOut(tx, { tag: 'invalid' }, why.error.text)
          if (why.tag === 'panic') throwOutPanicking(tx, why.error)
        },
      }
    },
    onBlock(block, included) {
      graph.include(
        included.map(({ candidate }) => graph.get(toBareHex(candidate.hash))).filter((tx) => tx !== undefined),
      )
      for (const entry of included) {
        logIncluded(block, entry)
        watchers.include(toBareHex(entry.candidate.hash), block, entry.index)
      }
      for (const tx of [...graph.all()])
        if (tx.validTill < block.number) throwOut(tx, { tag: 'invalid' }, 'it was not included while it was valid')
      for (const tx of [...graph.all()].slice(0, revalidatePerBlock)) revalidate(tx)
    },
    onFinal: (number) => watchers.finalize(number),
    close() {
      isClosed = true
      watchers.close()
    },
  }
}
