import { equalBytes } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { hasPool } from '../pool/pool.ts'
import { storage } from '../storage.ts'
import type { Position } from './position.ts'
import {
  add,
  addUp,
  fromInteger,
  isSame,
  isZero,
  mulDiv,
  type SafeFloat,
  sharesAfter,
  sharesFor,
  subtract,
  toInteger,
  ZERO,
} from './safe-float.ts'
import { type StakePlace, stakePlaceOf } from './stake-place.ts'

/**
 * Rao that a coldkey has staked on a hotkey. All stake of a hotkey is one amount of which every coldkey holds shares,
 * so paying all nominators is one addition.
 */
export function stakeOf(state: Storage, { hotkey, coldkey, netuid }: Position): bigint {
  const share = storage.AlphaV2.get(state, hotkey, coldkey, netuid)
  if (isZero(share)) return 0n
  const total = storage.TotalHotkeyAlpha.get(state, hotkey, netuid)
  const part = toInteger(mulDiv(fromInteger(total), share, storage.TotalHotkeySharesV2.get(state, hotkey, netuid)))
  // Shares that were cut off can sum to less than their parts by a last digit.
  return part < total ? part : total
}

/** Rao staked on a hotkey by everybody. */
export const stakeOnHotkey = (state: Storage, hotkey: Uint8Array, netuid: number): bigint =>
  storage.TotalHotkeyAlpha.get(state, hotkey, netuid)

/** False when an amount is too small to be worth any share of what the hotkey has. */
export function canIncreaseStake(state: Storage, hotkey: Uint8Array, netuid: number, amount: bigint): boolean {
  const shares = storage.TotalHotkeySharesV2.get(state, hotkey, netuid)
  return isZero(shares) || !isZero(sharesFor(amount, shares, stakeOnHotkey(state, hotkey, netuid)))
}

/** Adds rao to the stake of one coldkey. The caller takes them from somewhere that counts in issuance. */
export function increaseStake(state: Storage, position: Position, amount: bigint): void {
  payStake(state, position, amount)
  noteStaked(state, position.netuid, amount)
}

/** `increaseStake` for one of many payments: the caller adds up what it paid and calls `noteStaked` once. */
export function payStake(state: Storage, position: Position, amount: bigint): void {
  if (amount > 0n) payInto(state, stakePlaceOf(state, position), amount)
}

/** `payStake` for who knows the place. */
export function payInto(state: Storage, place: StakePlace, amount: bigint): void {
  if (amount === 0n) return
  const total = place.total.get()
  const shares = place.shares.get()
  const share = place.share.get()
  const after = sharesAfter(amount, shares, total)
  place.total.put(total + amount)
  place.shares.put(after)
  // Who holds all shares, as most owners of miners do, has what the sum is.
  const isWhole = isZero(shares) || isSame(share, shares)
  place.share.put(isWhole ? after : add(share, sharesFor(amount, shares, total)))
  // Whoever has a share is on the list already; reading it for every payment would be slow for holders of many hotkeys.
  if (isZero(share)) rememberStakingHotkey(state, place.coldkey, place.hotkey)
}

/** Counts rao that were paid into stake. */
export function noteStaked(state: Storage, netuid: number, amount: bigint): void {
  if (amount > 0n && !hasPool(state, netuid)) storage.TotalStake.mutate(state, [], (total) => total + amount)
}

/** Takes rao from the stake of one coldkey, which must have them; the caller puts them somewhere that counts. */
export function decreaseStake(state: Storage, { hotkey, coldkey, netuid }: Position, amount: bigint): void {
  if (amount === 0n) return
  const shares = storage.TotalHotkeySharesV2.get(state, hotkey, netuid)
  const total = stakeOnHotkey(state, hotkey, netuid)
  const sold = sharesFor(amount, shares, total)
  const rest = total - amount
  // Zero leaves no entry, so that maps of stake list stakers only. Without stake there are no shares in it either, not
  // even the last digits that rounding left.
  const allLeft = rest === 0n ? ZERO : subtract(shares, sold)
  const left = rest === 0n ? ZERO : subtract(storage.AlphaV2.get(state, hotkey, coldkey, netuid), sold)
  if (rest === 0n) storage.TotalHotkeyAlpha.remove(state, hotkey, netuid)
  else storage.TotalHotkeyAlpha.put(state, [hotkey, netuid], rest)
  if (isZero(left)) storage.AlphaV2.remove(state, hotkey, coldkey, netuid)
  else storage.AlphaV2.put(state, [hotkey, coldkey, netuid], left)
  if (isZero(allLeft)) storage.TotalHotkeySharesV2.remove(state, hotkey, netuid)
  else {
    const hasLostDigits = shares.exponent - allLeft.exponent >= LOST_DIGITS
    const exact = hasLostDigits ? sumOfShares(state, hotkey, netuid) : allLeft
    storage.TotalHotkeySharesV2.put(state, [hotkey, netuid], exact)
  }
  if (!hasPool(state, netuid)) storage.TotalStake.mutate(state, [], (total) => total - amount)
}

/**
 * Where nearly all shares are sold, the total keeps only few of its digits, and what rounding left in them would be worth
 * much to those who stay. From so many digits on it is summed up anew; subtensor leaves it.
 */
const LOST_DIGITS = 4n

function sumOfShares(state: Storage, hotkey: Uint8Array, netuid: number): SafeFloat {
  let sum = ZERO
  for (const [[, , on], share] of storage.AlphaV2.entries(state, hotkey)) if (on === netuid) sum = addUp(sum, share)
  return sum
}

/** Adds rao to the stake of everybody on a hotkey, in proportion to their shares. */
export function increaseStakeOfAll(state: Storage, hotkey: Uint8Array, netuid: number, amount: bigint): void {
  if (amount > 0n) storage.TotalHotkeyAlpha.mutate(state, [hotkey, netuid], (total) => total + amount)
  noteStaked(state, netuid, amount)
}

function rememberStakingHotkey(state: Storage, coldkey: Uint8Array, hotkey: Uint8Array): void {
  const hotkeys = storage.StakingHotkeys.get(state, coldkey)
  if (!hotkeys.some((known) => equalBytes(known, hotkey)))
    storage.StakingHotkeys.put(state, [coldkey], [...hotkeys, hotkey])
}
