import { isAppError, messageOf } from '../../shared/errors.ts'
import type { BlockRef, WeightRow } from '../../shared/subtensor/client.ts'
import type { NetUid, Ss58, Uid } from '../../shared/units.ts'
import type { PublishedRow } from '../publish/shapes.ts'
import type { AuditChain } from './chain.ts'
import type { Findings } from './deviation.ts'

/** What published rows are held against. */
export interface ChainRowsDeps {
  readonly chain: AuditChain
  readonly netuid: NetUid
  readonly uid: Uid
  /** Of the audit's look at the chain, from before the rows were fetched. */
  readonly head: BlockRef
  readonly isCommitReveal: boolean
  readonly findings: Findings
}

/**
 * Holds the published rows against those on chain: as each was set, and just before the next one was, when it has had its
 * effect. With commit-reveal a row comes on chain later: then every row on chain must be one that was published before.
 * @param rows oldest first.
 * @throws AppError `chain-unreachable`.
 */
export async function checkChainRows(deps: ChainRowsDeps, rows: readonly PublishedRow[]): Promise<void> {
  const { chain, netuid, uid, head, isCommitReveal, findings } = deps
  for (const [index, row] of rows.entries()) {
    const end = (rows[index + 1]?.block ?? head.number + 1) - 1
    for (const number of new Set([row.block, Math.max(row.block, Math.min(end, head.number))])) {
      const found = await rowAt(number)
      if (found === 'no block') {
        const texts = { expected: `a row of a block up to ${head.number}`, found: `one of block ${number}` }
        findings.add({ what: 'row-on-chain', block: number, size: 1, ...texts })
      }
      if (found === undefined || found === 'no block') continue
      const fits = (published: PublishedRow): boolean => differenceOf(published, found) === undefined
      const earlier = rows.filter(({ block }) => block <= number)
      if (fits(row) || (isCommitReveal && (found.uids.length === 0 || earlier.some(fits)))) continue
      const worst = differenceOf(row, found)
      if (worst !== undefined) findings.add({ what: 'row-on-chain', block: number, ...worst })
    }
  }

  async function rowAt(number: number): Promise<WeightRow | 'no block' | undefined> {
    try {
      const at = await chain.blockAt(number)
      if (at === undefined) return 'no block'
      // The uid may have been somebody else's then.
      return await chain.weightsAt(netuid, uid, at)
    } catch (error) {
      if (!isAppError(error, 'no-state')) throw error
      findings.note(`${messageOf(error)}; the row of that block is not held against the chain`)
      return undefined
    }
  }
}

/** The neuron that gains most by the row on chain instead of the published one; `undefined` when they are the same. */
function differenceOf(
  { weights }: PublishedRow,
  { uids, values }: WeightRow,
): { uid: number; hotkey?: Ss58; size: number; expected: string; found: string } | undefined {
  const onChain = new Map<number, number>(uids.map((target, i) => [target, values[i] ?? 0]))
  const told = new Map<number, number>(weights.map(({ uid, value }) => [uid, value]))
  const [chainSum, toldSum] = [sumOf(onChain), sumOf(told)]
  // The chain scales a row to its largest weight.
  const scale = Math.max(0, ...onChain.values()) / Math.max(1, ...told.values())
  let worst: { uid: number; size: number } | undefined
  for (const target of new Set([...onChain.keys(), ...told.keys()])) {
    const [found, published] = [onChain.get(target) ?? 0, told.get(target) ?? 0]
    if (Math.abs(found - scale * published) <= 1) continue
    const size = found / chainSum - published / toldSum
    if (worst === undefined || size > worst.size) worst = { uid: target, size }
  }
  if (worst === undefined && chainSum > 1 === toldSum > 1) return undefined
  const { uid, size } = worst ?? { uid: 0, size: 0 }
  const hotkey = weights.find((weight) => weight.uid === uid)?.hotkey
  return {
    uid,
    ...(hotkey !== undefined && { hotkey }),
    size,
    expected: `${told.get(uid) ?? 0} of 65535 as published`,
    found: `${onChain.get(uid) ?? 0} of 65535 on chain`,
  }
}

const sumOf = (row: ReadonlyMap<number, number>): number =>
  [...row.values()].reduce((sum, value) => sum + value, 0) || 1
