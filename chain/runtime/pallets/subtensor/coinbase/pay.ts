import { toBareHex } from '../../../../../shared/bytes.ts'
import type { BlockContext } from '../../../../frame/call.ts'
import type { Storage } from '../../../../interface.ts'
import { taoWeightBits } from '../../../../yuma/effective-stake.ts'
import { U96F32 } from '../../../../yuma/fixed.ts'
import { ROOT_NETUID } from '../constants.ts'
import type { EpochReward } from '../epoch/run.ts'
import { events } from '../events.ts'
import { ownerHotkeys } from '../registration/pruning.ts'
import { increaseStake, increaseStakeOfAll, stakeOnHotkey } from '../staking/stake.ts'
import { storage } from '../storage.ts'
import { distributeDividends, splitTake } from './dividends.ts'

/** Pays the owner cut as stake on the owner's hotkey; returns the rao paid, 0 for a subnet without owner. */
export function payOwner(state: Storage, netuid: number, cut: bigint): bigint {
  if (!storage.SubnetOwner.has(state, netuid) || !storage.SubnetOwnerHotkey.has(state, netuid)) return 0n
  const hotkey = storage.SubnetOwnerHotkey.get(state, netuid)
  increaseStake(state, { hotkey, coldkey: storage.SubnetOwner.get(state, netuid), netuid }, cut)
  return cut
}

/**
 * Pays miners in stake, on their hotkey or where their coldkey wants it, and withholds what the subnet owner's own
 * hotkeys would get. Emits AutoStakeAdded and IncentiveAlphaEmittedToMiners; returns the rao paid.
 */
export function payIncentives(
  { state, deposit }: BlockContext,
  netuid: number,
  rewards: readonly EpochReward[],
): bigint {
  const withheldFrom = ownerHotkeys(state, netuid)
  let paid = 0n
  let withheld = 0n
  for (const { hotkey, incentive } of rewards) {
    if (incentive === 0n) continue
    if (withheldFrom.has(toBareHex(hotkey))) {
      withheld += incentive
      continue
    }
    const owner = storage.Owner.get(state, hotkey)
    const destination = storage.AutoStakeDestination.get(state, owner, netuid)
    increaseStake(state, { hotkey: destination ?? hotkey, coldkey: owner, netuid }, incentive)
    if (destination !== undefined) deposit(events.AutoStakeAdded({ netuid, destination, hotkey, owner, incentive }))
    paid += incentive
  }
  if (storage.RecycleOrBurn.get(state, netuid).tag === 'Recycle')
    storage.SubnetAlphaOut.mutate(state, [netuid], (alpha) => (alpha > withheld ? alpha - withheld : 0n))
  const burned = U96F32.divide(U96F32.fromInteger(withheld), U96F32.fromInteger(paid + withheld))
  storage.MinerBurned.put(state, [netuid], burned)
  const emissions = [...rewards].sort((a, b) => a.uid - b.uid).map(({ incentive }) => incentive)
  deposit(events.IncentiveAlphaEmittedToMiners({ netuid, emissions }))
  return paid
}

/** What one validator and its nominators are to be paid, raw U96F32 rao of subnet token. */
export interface PlannedDividend {
  readonly hotkey: Uint8Array
  readonly alpha: bigint
}

/** Shares the pots out by the stakes of the moment, which is before anything of this epoch is paid. */
export function planDividends(
  state: Storage,
  netuid: number,
  rewards: readonly EpochReward[],
  pot: { readonly validatorAlpha: bigint; readonly rootAlpha: bigint },
): PlannedDividend[] {
  const validators = rewards.filter(({ dividend }) => dividend > 0n)
  const claims = validators.map(({ hotkey, dividend }) => ({
    dividend,
    alphaStake: stakeOnHotkey(state, hotkey, netuid),
    rootStake: stakeOnHotkey(state, hotkey, ROOT_NETUID),
  }))
  const taoWeight = taoWeightBits(storage.TaoWeight.get(state)) >> 32n
  const payouts = distributeDividends(claims, { ...pot, taoWeight })
  return validators.map(({ hotkey }, i) => ({ hotkey, alpha: payouts[i]?.alpha ?? 0n }))
}

/** Pays validators: their take to their coldkey, the rest to all who staked on them; returns the rao paid. */
export function payDividends(state: Storage, netuid: number, planned: readonly PlannedDividend[]): bigint {
  storage.AlphaDividendsPerSubnet.clear(state, netuid)
  let paid = 0n
  for (const { hotkey, alpha } of planned) {
    const { take, rest } = splitTake(alpha, storage.Delegates.get(state, hotkey))
    increaseStake(state, { hotkey, coldkey: storage.Owner.get(state, hotkey), netuid }, take)
    increaseStakeOfAll(state, hotkey, netuid, rest)
    storage.AlphaDividendsPerSubnet.put(state, [netuid, hotkey], rest)
    paid += take + rest
  }
  return paid
}
