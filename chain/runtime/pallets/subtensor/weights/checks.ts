import { equalBytes } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { effectiveStake, inheritedStake } from '../../../../yuma/effective-stake.ts'
import { I64F64 } from '../../../../yuma/fixed.ts'
import { ROOT_NETUID } from '../constants.ts'
import { storage } from '../storage.ts'

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

/** Whether a uid appears twice. */
export const hasDuplicates = (dests: readonly number[]): boolean => new Set(dests).size < dests.length

/** Rao of a hotkey on a subnet that count, with what parents give and children take. */
export function inheritedStakeOf(state: Storage, hotkey: Uint8Array, netuid: number): bigint {
  const own = storage.TotalHotkeyAlpha.get(state, hotkey, netuid)
  const children = storage.ChildKeys.get(state, hotkey, netuid)
  const parents = storage.ParentKeys.get(state, hotkey, netuid)
  if (children.length === 0 && parents.length === 0) return own
  return inheritedStake(own, {
    children: children.map(([proportion]) => proportion),
    parents: parents.map(([proportion, parent]) => ({
      proportion,
      stake: storage.TotalHotkeyAlpha.get(state, parent, netuid),
    })),
  })
}

/** Stake of a hotkey as consensus sees it, raw I64F64: that on the subnet and, at its weight, that on root. */
export const totalStakeOf = (state: Storage, hotkey: Uint8Array, netuid: number, taoWeight: bigint): bigint =>
  effectiveStake(inheritedStakeOf(state, hotkey, netuid), inheritedStakeOf(state, hotkey, ROOT_NETUID), taoWeight)

/** Whether the weights of a hotkey count: it has the threshold, or belongs to the subnet as its owner's hotkey. */
export function hasStakeForWeights(state: Storage, hotkey: Uint8Array, netuid: number): boolean {
  if (equalBytes(storage.SubnetOwnerHotkey.get(state, netuid), hotkey)) return true
  const threshold = storage.StakeThreshold.get(state)
  return (
    threshold === 0n || I64F64.floor(totalStakeOf(state, hotkey, netuid, storage.TaoWeight.get(state))) >= threshold
  )
}

/** Whether enough blocks have passed since a uid last set weights; a uid that never did may at once. */
export function mayUpdateWeights(
  state: Storage,
  options: { readonly netuid: number; readonly index: number; readonly uid: number; readonly block: number },
): boolean {
  const last = storage.LastUpdate.get(state, options.index)[options.uid] ?? 0n
  return last === 0n || BigInt(options.block) - last >= storage.WeightsSetRateLimit.get(state, options.netuid)
}
