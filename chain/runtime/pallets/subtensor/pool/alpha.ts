import type { Storage } from '../../../../interface.ts'
import { storage as assets } from '../../alpha-assets/storage.ts'
import { lowerIssuance, raiseIssuance } from '../../balances/account.ts'
import { storage } from '../storage.ts'
import { hasPool } from './pool.ts'

/*
 * Making and destroying subnet token. With a pool it is a token of its own, counted by AlphaAssets; at a constant price
 * it is TAO and counted by Balances. `issuance.ts` has the sums.
 */

/** Makes subnet token outside the pool; the caller gives it to somebody. For subnets with a pool. */
export function mintAlphaOut(state: Storage, netuid: number, amount: bigint): void {
  if (amount === 0n) return
  storage.SubnetAlphaOut.mutate(state, [netuid], (alpha) => alpha + amount)
  assets.TotalAlphaIssuance.mutate(state, [netuid], (total) => total + amount)
}

/** Counts subnet token that was put into the pool. */
export function noteAlphaIn(state: Storage, netuid: number, amount: bigint): void {
  if (amount > 0n) assets.TotalAlphaIssuance.mutate(state, [netuid], (total) => total + amount)
}

/** Destroys subnet token that the caller took from somebody, so that the emission curve may give it again. */
export function recycleAlpha(state: Storage, netuid: number, amount: bigint): void {
  if (amount === 0n) return
  storage.SubnetAlphaOut.mutate(state, [netuid], (alpha) => (alpha > amount ? alpha - amount : 0n))
  assets.AlphaRecycled.mutate(state, [netuid], (recycled) => recycled + amount)
  if (hasPool(state, netuid)) assets.TotalAlphaIssuance.mutate(state, [netuid], (total) => total - amount)
  else lowerIssuance(state, amount)
}

/** Leaves subnet token that the caller took from somebody to nobody; for the emission curve it still exists. */
export function burnAlpha(state: Storage, netuid: number, amount: bigint): void {
  if (amount === 0n) return
  assets.AlphaBurned.mutate(state, [netuid], (burned) => burned + amount)
  if (!hasPool(state, netuid)) lowerIssuance(state, amount)
}

/**
 * Closes the books on rounding: `unpaid` is what was taken from pending and given to nobody. It is negative where a
 * rounding paid a rao more than was pending.
 */
export function settleAlpha(state: Storage, netuid: number, unpaid: bigint): void {
  if (hasPool(state, netuid)) {
    if (unpaid >= 0n) burnAlpha(state, netuid, unpaid)
    else mintAlphaOut(state, netuid, -unpaid)
  } else if (unpaid > 0n) lowerIssuance(state, unpaid)
  else if (unpaid < 0n) raiseIssuance(state, -unpaid)
}

/** Keeps subnet token back for root stakers. */
export function holdClaim(state: Storage, netuid: number, amount: bigint): void {
  if (amount > 0n) assets.RootClaimsHeld.mutate(state, [netuid], (held) => held + amount)
}

/** Takes up to an amount of what is held for root stakers; the rest of a claim is owed to rounding and not paid. */
export function releaseClaim(state: Storage, netuid: number, wanted: bigint): bigint {
  const held = assets.RootClaimsHeld.get(state, netuid)
  const amount = wanted < held ? wanted : held
  if (amount > 0n) assets.RootClaimsHeld.put(state, [netuid], held - amount)
  return amount
}
