import { toBareHex } from '../../../shared/bytes.ts'
import { createHeap } from './heap.ts'
import type { ValidTransaction } from './validity.ts'

/** An extrinsic in the pool. Tags are hex texts. */
export interface PoolTx {
  readonly hash: Uint8Array
  /** Hex of the hash. */
  readonly id: string
  readonly extrinsic: Uint8Array
  readonly provides: readonly Uint8Array[]
  /** Order of arrival, the earlier the smaller. */
  readonly arrival: number
  priority: bigint
  /** Required tags that no block has provided since validation. */
  waitsFor: ReadonlySet<string>
  /** Last block for which the runtime's verdict holds. */
  validTill: number
  isReady: boolean
  /** How often it did not fit into a block that held no other extrinsic. */
  misfits: number
}

/** A pool entry of a verdict given on the state of block `number`. */
export const toPoolTx = (
  tx: Pick<PoolTx, 'hash' | 'extrinsic' | 'arrival'>,
  verdict: ValidTransaction,
  number: number,
): PoolTx => ({
  ...tx,
  id: toBareHex(tx.hash),
  provides: verdict.provides,
  isReady: false,
  misfits: 0,
  ...timeBound(verdict, number),
})

/** The parts of a verdict that another block may change. */
export const timeBound = ({ priority, requires, longevity }: ValidTransaction, number: number) => ({
  priority,
  waitsFor: new Set(requires.map(toBareHex)),
  validTill: number + Number(longevity),
})

export type InsertResult =
  | { readonly tag: 'inserted'; readonly replaced: readonly PoolTx[] }
  | { readonly tag: 'low-priority'; readonly old: bigint }
  | { readonly tag: 'cycle' }

/**
 * Extrinsics linked by the tags they require and provide. At most one of them provides a tag. One is ready when every
 * tag that it still waits for is provided by another ready one.
 */
export interface TxGraph {
  readonly size: number
  readonly bytes: number
  get(id: string): PoolTx | undefined
  /** Those whose verdict is oldest first. */
  all(): Iterable<PoolTx>
  /** An extrinsic and all that wait for it, directly or not. */
  family(tx: PoolTx): readonly PoolTx[]
  /** Adds an extrinsic. Those that provide one of its tags make way if it beats the sum of their priorities. */
  insert(tx: PoolTx): InsertResult
  /** Takes some out; what depends on them waits again. */
  remove(txs: readonly PoolTx[]): void
  /** Takes out those that a block included: nobody waits for their tags any more. */
  include(txs: readonly PoolTx[]): void
  /** Replaces the parts of a verdict that may change; it then counts as the newest. */
  update(tx: PoolTx, verdict: Pick<PoolTx, 'priority' | 'waitsFor' | 'validTill'>): void
  /**
   * Ready ones by priority, then arrival, each after those it waits for. One for which `isHeldBack` is true once the
   * caller asks for the next keeps back what depends on it.
   */
  ready(isHeldBack?: (tx: PoolTx) => boolean): Iterable<PoolTx>
}

/** True when `a` goes into a block before `b`. */
export const goesBefore = (a: PoolTx, b: PoolTx): boolean =>
  a.priority === b.priority ? a.arrival < b.arrival : a.priority > b.priority

/** @param onTurn told of each extrinsic that became ready or stopped being so, once per change of the graph. */
export function createTxGraph(onTurn: (tx: PoolTx) => void): TxGraph {
  const txs = new Map<string, PoolTx>()
  const providers = new Map<string, PoolTx>()
  const waiting = new Map<string, Set<PoolTx>>()
  let bytes = 0

  const dependents = (tx: PoolTx): PoolTx[] => tx.provides.flatMap((tag) => [...(waiting.get(toBareHex(tag)) ?? [])])

  const link = (tx: PoolTx): void => {
    for (const tag of tx.waitsFor) {
      const others = waiting.get(tag) ?? new Set()
      waiting.set(tag, others.add(tx))
    }
  }
  const unlink = (tx: PoolTx): void => {
    for (const tag of tx.waitsFor) {
      const others = waiting.get(tag)
      others?.delete(tx)
      if (others?.size === 0) waiting.delete(tag)
    }
  }

  /** Brings readiness up to date after a change around `txs`, following the tags. */
  const settle = (changed: Iterable<PoolTx>, before: Map<PoolTx, boolean>): void => {
    const open = [...changed]
    for (let tx = open.pop(); tx !== undefined; tx = open.pop()) {
      if (txs.get(tx.id) !== tx) continue
      const isReady = [...tx.waitsFor].every((tag) => providers.get(tag)?.isReady === true)
      if (isReady === tx.isReady) continue
      if (!before.has(tx)) before.set(tx, tx.isReady)
      tx.isReady = isReady
      open.push(...dependents(tx))
    }
  }
  /** Runs a change; afterwards tells who turned. Who turned twice did not turn. */
  const change = (work: (turned: Map<PoolTx, boolean>) => void): void => {
    const turned = new Map<PoolTx, boolean>()
    work(turned)
    for (const [tx, wasReady] of turned) if (txs.get(tx.id) === tx && tx.isReady !== wasReady) onTurn(tx)
  }

  const detach = (tx: PoolTx): void => {
    txs.delete(tx.id)
    bytes -= tx.extrinsic.length
    for (const tag of tx.provides) if (providers.get(toBareHex(tag)) === tx) providers.delete(toBareHex(tag))
    unlink(tx)
    tx.isReady = false
  }

  /** True when `tx` could never be ready without one of `gone`. */
  const restsOn = (tx: PoolTx, gone: ReadonlySet<PoolTx>): boolean => {
    const open = [tx]
    const seen = new Set<PoolTx>()
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const tag of at.waitsFor) {
        const provider = providers.get(tag)
        if (provider === undefined || seen.has(provider)) continue
        if (gone.has(provider)) return true
        seen.add(provider)
        open.push(provider)
      }
    }
    return false
  }

  return {
    get size() {
      return txs.size
    },
    get bytes() {
      return bytes
    },
    get: (id) => txs.get(id),
    all: () => txs.values(),
    family(tx) {
      const members = new Set([tx])
      // A set hands out members that are added while it is walked.
      for (const member of members) for (const dependent of dependents(member)) members.add(dependent)
      return [...members]
    },
    insert(tx) {
      const replaced = new Set<PoolTx>()
      for (const tag of tx.provides) {
        const other = providers.get(toBareHex(tag))
        if (other !== undefined) replaced.add(other)
      }
      if (replaced.size > 0) {
        const old = [...replaced].reduce((sum, other) => sum + other.priority, 0n)
        if (tx.priority <= old) return { tag: 'low-priority', old }
        if (restsOn(tx, replaced)) return { tag: 'cycle' }
      }
      change((turned) => {
        const shaken = [...replaced].flatMap(dependents)
        for (const other of replaced) detach(other)
        settle(shaken, turned)
        txs.set(tx.id, tx)
        bytes += tx.extrinsic.length
        for (const tag of tx.provides) providers.set(toBareHex(tag), tx)
        link(tx)
        settle([...shaken, tx], turned)
        turned.delete(tx)
      })
      return { tag: 'inserted', replaced: [...replaced] }
    },
    remove(gone) {
      change((turned) => {
        const shaken = gone.flatMap(dependents)
        for (const tx of gone) detach(tx)
        settle(shaken, turned)
      })
    },
    include(gone) {
      change((turned) => {
        const shaken = gone.flatMap(dependents)
        const tags = new Set(gone.flatMap((tx) => tx.provides.map(toBareHex)))
        for (const tx of gone) detach(tx)
        for (const tx of new Set(shaken)) {
          unlink(tx)
          tx.waitsFor = new Set([...tx.waitsFor].filter((tag) => !tags.has(tag)))
          link(tx)
        }
        settle(shaken, turned)
      })
    },
    update(tx, verdict) {
      change((turned) => {
        // To the end of the map: its verdict is the newest now.
        txs.delete(tx.id)
        txs.set(tx.id, tx)
        // A new requirement may rest on this very one: nothing counts as ready until it is shown again.
        const isStricter = [...verdict.waitsFor].some((tag) => !tx.waitsFor.has(tag))
        if (isStricter && tx.isReady) {
          turned.set(tx, true)
          tx.isReady = false
          settle(dependents(tx), turned)
        }
        unlink(tx)
        tx.priority = verdict.priority
        tx.waitsFor = verdict.waitsFor
        tx.validTill = verdict.validTill
        link(tx)
        settle([tx], turned)
      })
    },
    *ready(isHeldBack = () => false) {
      const heap = createHeap(goesBefore)
      const missing = new Map<PoolTx, number>()
      for (const tx of txs.values()) {
        if (!tx.isReady) continue
        missing.set(tx, tx.waitsFor.size)
        if (tx.waitsFor.size === 0) heap.push(tx)
      }
      for (let tx = heap.pop(); tx !== undefined; tx = heap.pop()) {
        // Read before the caller may take it out.
        const next = dependents(tx)
        yield tx
        if (isHeldBack(tx)) continue
        for (const dependent of next) {
          const left = (missing.get(dependent) ?? 0) - 1
          missing.set(dependent, left)
          if (left === 0) heap.push(dependent)
        }
      }
    },
  }
}
