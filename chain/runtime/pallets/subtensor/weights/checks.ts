import { equalBytes } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { I64F64 } from '../../../../yuma/fixed.ts'
import { stakeReader } from '../staking/stake-reader.ts'
import { storage } from '../storage.ts'
import type { WeightRules } from './rules.ts'

/** A row as a caller hands it in. */
export interface RawRow {
  readonly dests: readonly number[]
  readonly weights: readonly number[]
}

/** Whether a row weights nothing but the caller itself; such a row needs neither permit nor length. */
export const isSelfWeight = (uid: number, { dests, weights }: RawRow): boolean =>
  weights.length === 1 && dests[0] === uid

/** Whether a row has as many weights as the subnet asks for, or as it has uids. */
export const isLongEnough = (uid: number, row: RawRow, { n, minAllowed }: { n: number; minAllowed: number }): boolean =>
  isSelfWeight(uid, row) || row.weights.length >= Math.min(n, minAllowed)

/** Whether the weights of a hotkey count: it has the threshold, or belongs to the subnet as its owner's hotkey. */
export const hasStakeForWeights = (state: Storage, hotkey: Uint8Array, netuid: number): boolean =>
  meetsThreshold(state, hotkey, netuid, {
    ownerHotkey: storage.SubnetOwnerHotkey.get(state, netuid),
    stakeThreshold: storage.StakeThreshold.get(state),
  })

/** `hasStakeForWeights` by rules at hand. */
export const meetsThreshold = (
  state: Storage,
  hotkey: Uint8Array,
  netuid: number,
  { ownerHotkey, stakeThreshold }: Pick<WeightRules, 'ownerHotkey' | 'stakeThreshold'>,
): boolean =>
  stakeThreshold === 0n ||
  equalBytes(ownerHotkey, hotkey) ||
  I64F64.floor(stakeReader(state, netuid).total(hotkey)) >= stakeThreshold

/** Which row of weights is to be replaced, and when. */
interface RowUpdate {
  /** Mechanism index. */
  readonly index: number
  readonly uid: number
  readonly block: number
}

/** Whether enough blocks have passed since a uid last set weights; a uid that never did may at once. */
export const mayUpdateWeights = (state: Storage, { netuid, ...update }: RowUpdate & { readonly netuid: number }) =>
  isDueAgain(state, update, storage.WeightsSetRateLimit.get(state, netuid))

/** `mayUpdateWeights` by a rate limit at hand. */
export function isDueAgain(state: Storage, { index, uid, block }: RowUpdate, rateLimit: bigint): boolean {
  const last = storage.LastUpdate.get(state, index)[uid] ?? 0n
  return last === 0n || BigInt(block) - last >= rateLimit
}
