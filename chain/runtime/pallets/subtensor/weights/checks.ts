import { equalBytes } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { I64F64 } from '../../../../yuma/fixed.ts'
import { stakeReader } from '../staking/stake-reader.ts'
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

/** A mark for each uid there can be; clean between calls. A set of the uids would take longer than all other checks. */
const marks = new Uint8Array(65_536)

/** Whether a uid appears twice. */
export function hasDuplicates(dests: readonly number[]): boolean {
  let marked = 0
  for (; marked < dests.length; marked++) {
    const dest = dests[marked] ?? 0
    if (marks[dest] === 1) break
    marks[dest] = 1
  }
  for (let at = 0; at < marked; at++) marks[dests[at] ?? 0] = 0
  return marked < dests.length
}

/** Whether the weights of a hotkey count: it has the threshold, or belongs to the subnet as its owner's hotkey. */
export function hasStakeForWeights(state: Storage, hotkey: Uint8Array, netuid: number): boolean {
  if (equalBytes(storage.SubnetOwnerHotkey.get(state, netuid), hotkey)) return true
  const threshold = storage.StakeThreshold.get(state)
  return threshold === 0n || I64F64.floor(stakeReader(state, netuid).total(hotkey)) >= threshold
}

/** Whether enough blocks have passed since a uid last set weights; a uid that never did may at once. */
export function mayUpdateWeights(
  state: Storage,
  options: { readonly netuid: number; readonly index: number; readonly uid: number; readonly block: number },
): boolean {
  const last = storage.LastUpdate.get(state, options.index)[options.uid] ?? 0n
  return last === 0n || BigInt(options.block) - last >= storage.WeightsSetRateLimit.get(state, options.netuid)
}
