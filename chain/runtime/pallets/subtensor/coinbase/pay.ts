import type { BlockContext } from '../../../../frame/call.ts'
import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { U96F32 } from '../../../../yuma/fixed.ts'
import type { EpochReward } from '../epoch/run.ts'
import { events } from '../events.ts'
import { burnAlpha, recycleAlpha } from '../pool/alpha.ts'
import { withheldUids } from '../registration/pruning.ts'
import { addClaimable } from '../staking/root-claims.ts'
import { increaseStake, noteStaked, payInto, payStake } from '../staking/stake.ts'
import { ownStakePlaceOf, type StakePlace, stakePlaceOf } from '../staking/stake-place.ts'
import { storage } from '../storage.ts'
import { distributeDividends, splitTake } from './dividends.ts'
import { shareWithParents } from './parents.ts'
import { taoWeightOf } from './tao-weight.ts'

/** Whether any coldkey has its incentive staked elsewhere. One look for all miners: hardly anybody does. */
export const hasStakeDestinations = derive(
  [storage.AutoStakeDestination],
  (state) => storage.AutoStakeDestination.entries(state).next().done !== true,
)

/** Whom an epoch pays, and what is known of all of them together. */
export interface Payees {
  readonly netuid: number
  /** By uid. */
  readonly places: readonly StakePlace[]
  /** `hasStakeDestinations` */
  readonly hasDestinations: boolean
  /** Whether any hotkey has given stake to another. */
  readonly hasFamilies: boolean
}

const withheldOf = derive(
  [storage.OwnedHotkeys, storage.SubnetOwner, storage.SubnetOwnerHotkey, storage.Uids],
  withheldUids,
)

/** Forgets what validators of a subnet were paid in the last epoch. */
export function forgetDividends(state: Storage, netuid: number): void {
  storage.AlphaDividendsPerSubnet.clear(state, netuid)
  storage.RootAlphaDividendsPerSubnet.clear(state, netuid)
}

const ownerPlace = derive([storage.SubnetOwner, storage.SubnetOwnerHotkey], (state, netuid): StakePlace | undefined => {
  if (!storage.SubnetOwner.has(state, netuid) || !storage.SubnetOwnerHotkey.has(state, netuid)) return undefined
  const [hotkey, coldkey] = [storage.SubnetOwnerHotkey.get(state, netuid), storage.SubnetOwner.get(state, netuid)]
  return stakePlaceOf(state, { hotkey, coldkey, netuid })
})

/** Pays the owner cut as stake on the owner's hotkey; returns the rao paid, 0 for a subnet without owner. */
export function payOwner(state: Storage, netuid: number, cut: bigint): bigint {
  const place = ownerPlace(state, netuid)
  if (place === undefined) return 0n
  payInto(state, place, cut)
  noteStaked(state, netuid, cut)
  return cut
}

/**
 * Pays miners in stake, on their hotkey or where their coldkey wants it, and withholds what the subnet owner's own
 * hotkeys would get. Emits AutoStakeAdded and IncentiveAlphaEmittedToMiners; returns the rao paid
 * or withheld.
 */
export function payIncentives(
  { state, deposit }: BlockContext,
  { netuid, places, hasDestinations }: Payees,
  rewards: readonly EpochReward[],
): bigint {
  const isWithheld = withheldOf(state, netuid)
  let paid = 0n
  let withheld = 0n
  for (const { uid, hotkey, incentive } of rewards) {
    if (incentive === 0n) continue
    if (isWithheld.has(uid)) {
      withheld += incentive
      continue
    }
    const place = places[uid] ?? ownStakePlaceOf(state, hotkey, netuid)
    const owner = place.coldkey
    const destination = hasDestinations ? storage.AutoStakeDestination.get(state, owner, netuid) : undefined
    if (destination === undefined) payInto(state, place, incentive)
    else {
      payStake(state, { hotkey: destination, coldkey: owner, netuid }, incentive)
      deposit(events.AutoStakeAdded({ netuid, destination, hotkey, owner, incentive }))
    }
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
  readonly place: StakePlace
  /** For stake on the subnet. */
  readonly alpha: bigint
  /** For stake on root. */
  readonly root: bigint
}

/** Shares the pots out by the stakes of the moment, which is before anything of this epoch is paid; in hotkey order. */
export function planDividends(
  state: Storage,
  { netuid, places, hasFamilies }: Payees,
  rewards: readonly EpochReward[],
  pot: { readonly validatorAlpha: bigint; readonly rootAlpha: bigint },
): PlannedDividend[] {
  const placeOf = (hotkey: Uint8Array) => ownStakePlaceOf(state, hotkey, netuid)
  // Rewards are in hotkey order, and without families everybody keeps its own.
  const validators = hasFamilies
    ? shareWithParents(state, netuid, rewards).map(({ hotkey, dividend }) => ({ place: placeOf(hotkey), dividend }))
    : rewards
        .filter(({ dividend }) => dividend > 0n)
        .map(({ uid, hotkey, dividend }) => ({ place: places[uid] ?? placeOf(hotkey), dividend }))
  const claims = validators.map(({ place, dividend }) => ({
    dividend,
    alphaStake: place.total.get(),
    rootStake: place.onRoot.get(),
  }))
  const payouts = distributeDividends(claims, { ...pot, taoWeight: taoWeightOf(state, 0) })
  return validators.map(({ place }, i) => ({ place, ...(payouts[i] ?? { alpha: 0n, root: 0n }) }))
}

/**
 * Pays validators: their take to their coldkey, of the rest what is for subnet stake to all who staked on them and what
 * is for root stake into what root stakers may claim. Returns the rao paid.
 */
export function payDividends(state: Storage, netuid: number, planned: readonly PlannedDividend[]): bigint {
  let paid = 0n
  let staked = 0n
  for (const { place, alpha, root } of planned) {
    const { hotkey } = place
    const take = storage.Delegates.get(state, hotkey)
    const forStake = splitTake(alpha, take)
    payInto(state, place, forStake.take)
    const total = place.total.get()
    // Without any stake there is nobody to share the rest with, so the owner has it.
    if (total === 0n) payInto(state, place, forStake.rest)
    else if (forStake.rest > 0n) place.total.put(total + forStake.rest)
    staked += forStake.take + forStake.rest
    storage.AlphaDividendsPerSubnet.put(state, [netuid, hotkey], forStake.rest)
    paid += forStake.take + forStake.rest
    if (root === 0n) continue
    const forRoot = splitTake(root, take)
    increaseStake(state, place, forRoot.take)
    addClaimable(state, hotkey, netuid, forRoot.rest)
    storage.RootAlphaDividendsPerSubnet.put(state, [netuid, hotkey], forRoot.rest)
    paid += forRoot.take + forRoot.rest
  }
  noteStaked(state, netuid, staked)
  return paid
}
