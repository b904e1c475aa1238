import type { BlockContext } from '../../../../frame/call.ts'
import type { Storage } from '../../../../interface.ts'
import { taoWeightBits } from '../../../../yuma/effective-stake.ts'
import { U96F32 } from '../../../../yuma/fixed.ts'
import { ROOT_NETUID } from '../constants.ts'
import type { EpochReward } from '../epoch/run.ts'
import { events } from '../events.ts'
import { burnAlpha, recycleAlpha } from '../pool/alpha.ts'
import { withheldUids } from '../registration/pruning.ts'
import { addClaimable } from '../staking/root-claims.ts'
import { increaseStake, noteStaked, payStake, payStakeOfAll, stakeOnHotkey } from '../staking/stake.ts'
import { storage } from '../storage.ts'
import { distributeDividends, splitTake } from './dividends.ts'
import { shareWithParents } from './parents.ts'

/** Whether any coldkey has its incentive staked elsewhere. One look for all miners: hardly anybody does. */
export const hasStakeDestinations = (state: Storage): boolean =>
  storage.AutoStakeDestination.entries(state).next().done !== true

/** Forgets what validators of a subnet were paid in the last epoch. */
export function forgetDividends(state: Storage, netuid: number): void {
  storage.AlphaDividendsPerSubnet.clear(state, netuid)
  storage.RootAlphaDividendsPerSubnet.clear(state, netuid)
}

/** Pays the owner cut as stake on the owner's hotkey; returns the rao paid, 0 for a subnet without owner. */
export function payOwner(state: Storage, netuid: number, cut: bigint): bigint {
  if (!storage.SubnetOwner.has(state, netuid) || !storage.SubnetOwnerHotkey.has(state, netuid)) return 0n
  const hotkey = storage.SubnetOwnerHotkey.get(state, netuid)
  increaseStake(state, { hotkey, coldkey: storage.SubnetOwner.get(state, netuid), netuid }, cut)
  return cut
}

/**
 * Pays miners in stake, on their hotkey or where their coldkey wants it, and withholds what the subnet owner's own
 * hotkeys would get. Emits AutoStakeAdded and IncentiveAlphaEmittedToMiners; returns the rao paid
 * or withheld.
 */
export function payIncentives(
  { state, deposit }: BlockContext,
  { netuid, hasDestinations }: { readonly netuid: number; readonly hasDestinations: boolean },
  rewards: readonly EpochReward[],
): bigint {
  const isWithheld = withheldUids(state, netuid)
  let paid = 0n
  let withheld = 0n
  for (const { uid, hotkey, incentive } of rewards) {
    if (incentive === 0n) continue
    if (isWithheld.has(uid)) {
      withheld += incentive
      continue
    }
    const owner = storage.Owner.get(state, hotkey)
    const destination = hasDestinations ? storage.AutoStakeDestination.get(state, owner, netuid) : undefined
    payStake(state, { hotkey: destination ?? hotkey, coldkey: owner, netuid }, incentive)
    if (destination !== undefined) deposit(events.AutoStakeAdded({ netuid, destination, hotkey, owner, incentive }))
    paid += incentive
  }
  noteStaked(state, netuid, paid)
  const destroy = storage.RecycleOrBurn.get(state, netuid).tag === 'Recycle' ? recycleAlpha : burnAlpha
  destroy(state, netuid, withheld)
  const burned = U96F32.divide(U96F32.fromInteger(withheld), U96F32.fromInteger(paid + withheld))
  storage.MinerBurned.put(state, [netuid], burned)
  const emissions = new Array<bigint>(rewards.length).fill(0n)
  for (const { uid, incentive } of rewards) emissions[uid] = incentive
  deposit(events.IncentiveAlphaEmittedToMiners({ netuid, emissions }))
  return paid + withheld
}

/** What one validator and those who stake on it are to be paid, raw U96F32 rao of subnet token. */
export interface PlannedDividend {
  readonly hotkey: Uint8Array
  /** For stake on the subnet. */
  readonly alpha: bigint
  /** For stake on root. */
  readonly root: bigint
}

/** Shares the pots out by the stakes of the moment, which is before anything of this epoch is paid; in hotkey order. */
export function planDividends(
  state: Storage,
  netuid: number,
  rewards: readonly EpochReward[],
  pot: { readonly validatorAlpha: bigint; readonly rootAlpha: bigint },
): PlannedDividend[] {
  const validators = shareWithParents(state, netuid, rewards)
  const claims = validators.map(({ hotkey, dividend }) => ({
    dividend,
    alphaStake: stakeOnHotkey(state, hotkey, netuid),
    rootStake: stakeOnHotkey(state, hotkey, ROOT_NETUID),
  }))
  const taoWeight = taoWeightBits(storage.TaoWeight.get(state)) >> 32n
  const payouts = distributeDividends(claims, { ...pot, taoWeight })
  return validators.map(({ hotkey }, i) => ({ hotkey, ...(payouts[i] ?? { alpha: 0n, root: 0n }) }))
}

/**
 * Pays validators: their take to their coldkey, of the rest what is for subnet stake to all who staked on them and what
 * is for root stake into what root stakers may claim. Returns the rao paid.
 */
export function payDividends(state: Storage, netuid: number, planned: readonly PlannedDividend[]): bigint {
  let paid = 0n
  let staked = 0n
  for (const { hotkey, alpha, root } of planned) {
    const take = storage.Delegates.get(state, hotkey)
    const position = { hotkey, coldkey: storage.Owner.get(state, hotkey), netuid }
    const forStake = splitTake(alpha, take)
    payStake(state, position, forStake.take)
    // Without any stake there is nobody to share the rest with, so the owner has it.
    if (stakeOnHotkey(state, hotkey, netuid) === 0n) payStake(state, position, forStake.rest)
    else payStakeOfAll(state, hotkey, netuid, forStake.rest)
    staked += forStake.take + forStake.rest
    storage.AlphaDividendsPerSubnet.put(state, [netuid, hotkey], forStake.rest)
    paid += forStake.take + forStake.rest
    if (root === 0n) continue
    const forRoot = splitTake(root, take)
    increaseStake(state, position, forRoot.take)
    addClaimable(state, hotkey, netuid, forRoot.rest)
    storage.RootAlphaDividendsPerSubnet.put(state, [netuid, hotkey], forRoot.rest)
    paid += forRoot.take + forRoot.rest
  }
  noteStaked(state, netuid, staked)
  return paid
}
