import type { Storage } from '../../../../interface.ts'
import { greater, I96F32, toU64 } from '../../../../yuma/fixed.ts'
import { ROOT_NETUID } from '../constants.ts'
import { holdClaim } from '../pool/alpha.ts'
import { storage } from '../storage.ts'
import type { Position } from './position.ts'
import { increaseStake, stakeOf, stakeOnHotkey } from './stake.ts'

/*
 * Root stakers are paid in the tokens of subnets, and claim them. For every hotkey and subnet one rate says how much
 * token each rao of root stake may have claimed since the beginning (`RootClaimable`), and for every staker a counter
 * says what was claimed (`RootClaimed`). Who adds root stake is booked as having claimed what that stake did not earn.
 * Who removes some gets that booking back; the counter stops at zero, so that, as in subtensor, who leaves without
 * claiming first leaves behind what the stake had earned.
 */

/** Rate per rao of root stake (raw I96F32) of each subnet that pays root stakers of a hotkey. */
export const claimRates = (state: Storage, hotkey: Uint8Array): ReadonlyMap<number, bigint> =>
  new Map(storage.RootClaimable.get(state, hotkey))

const rateTimes = (rate: bigint, amount: bigint): bigint => I96F32.mul(rate, I96F32.fromInteger(amount))

/**
 * Gives root stakers of a hotkey an amount of a subnet's token to claim. Where there is more token than root stake the
 * rate would be too coarse, and the hotkey's owner gets it as stake.
 */
export function addClaimable(state: Storage, hotkey: Uint8Array, netuid: number, amount: bigint): void {
  if (amount === 0n) return
  const total = stakeOnHotkey(state, hotkey, ROOT_NETUID)
  if (amount > total) {
    increaseStake(state, { hotkey, coldkey: storage.Owner.get(state, hotkey), netuid }, amount)
    return
  }
  const increment = I96F32.divide(I96F32.fromInteger(amount), I96F32.fromInteger(total))
  const rates = new Map(claimRates(state, hotkey))
  rates.set(netuid, I96F32.add(rates.get(netuid) ?? 0n, increment))
  storage.RootClaimable.put(state, [hotkey], inOrder(rates))
  holdClaim(state, netuid, amount)
}

const inOrder = (rates: ReadonlyMap<number, bigint>) => [...rates].sort(([a], [b]) => a - b)

/** Books a change of root stake by `change` rao, so that it wins no claims. */
export function noteRootStake(state: Storage, { hotkey, coldkey }: Position, change: bigint): void {
  for (const [netuid, rate] of claimRates(state, hotkey)) {
    const shift = toU128(I96F32.floor(rateTimes(rate, change < 0n ? -change : change)))
    storage.RootClaimed.mutate(state, [netuid, hotkey, coldkey], (claimed) =>
      change < 0n ? greater(claimed - shift, 0n) : toU128(claimed + shift),
    )
  }
}

const U128_MAX = (1n << 128n) - 1n
const toU128 = (value: bigint) => (value > U128_MAX ? U128_MAX : value)

/** What a root staker of a hotkey may claim of a subnet's token and has not, raw I96F32; may be below 0 by rounding. */
export function owedOf(state: Storage, hotkey: Uint8Array, coldkey: Uint8Array, netuid: number): bigint {
  const stake = stakeOf(state, { hotkey, coldkey, netuid: ROOT_NETUID })
  const claimable = rateTimes(claimRates(state, hotkey).get(netuid) ?? 0n, stake)
  return I96F32.sub(claimable, I96F32.fromInteger(storage.RootClaimed.get(state, netuid, hotkey, coldkey)))
}

/** Whole rao of `owedOf`, not below 0. */
export const wholeOwed = (owed: bigint): bigint => toU64(I96F32.floor(owed))

/** Puts a coldkey on the list from which claims are made for it. */
export function addRootStaker(state: Storage, coldkey: Uint8Array): void {
  if (storage.StakingColdkeys.has(state, coldkey)) return
  const index = storage.NumStakingColdkeys.get(state)
  storage.StakingColdkeysByIndex.put(state, [index], coldkey)
  storage.StakingColdkeys.put(state, [coldkey], index)
  storage.NumStakingColdkeys.put(state, [], index + 1n)
}

/** Takes a coldkey that has no root stake left off that list; the last one moves into the gap. */
export function forgetRootStaker(state: Storage, coldkey: Uint8Array): void {
  const index = storage.StakingColdkeys.get(state, coldkey)
  if (index === undefined || hasRootStake(state, coldkey)) return
  const last = storage.NumStakingColdkeys.get(state) - 1n
  const moved = storage.StakingColdkeysByIndex.get(state, last)
  storage.StakingColdkeysByIndex.remove(state, last)
  storage.StakingColdkeys.remove(state, coldkey)
  if (moved !== undefined && index !== last) {
    storage.StakingColdkeysByIndex.put(state, [index], moved)
    storage.StakingColdkeys.put(state, [moved], index)
  }
  storage.NumStakingColdkeys.put(state, [], last)
}

const hasRootStake = (state: Storage, coldkey: Uint8Array): boolean =>
  storage.StakingHotkeys.get(state, coldkey).some(
    (hotkey) => stakeOf(state, { hotkey, coldkey, netuid: ROOT_NETUID }) > 0n,
  )
