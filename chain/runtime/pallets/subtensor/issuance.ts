import { storage as system } from '../../../frame/system/storage.ts'
import type { ReadableStorage, Storage } from '../../../interface.ts'
import { storage as assets } from '../alpha-assets/storage.ts'
import { raiseIssuance } from '../balances/account.ts'
import { storage as balances } from '../balances/storage.ts'
import { mintAlphaOut } from './pool/alpha.ts'
import { hasPool } from './pool/pool.ts'
import { storage } from './storage.ts'

/*
 * What exists, to the rao.
 *
 * TAO. On root and on subnets with a constant price, subnet token and TAO are the same rao. Each rao of TAO is in
 * exactly one place:
 *
 * - balances: free or reserved in an account. The account of a subnet with a pool holds the TAO of the pool (at least
 *   `SubnetTAO`); that of another subnet holds what its registration and those of its neurons cost (`SubnetTAO` too).
 * - stake: `TotalHotkeyAlpha` of a hotkey on root or on a subnet with a constant price.
 * - pending: the four `Pending…` counters of a subnet with a constant price, filled every block and paid at an epoch, and
 *   what is held there for root stakers to claim (`AlphaAssets.RootClaimsHeld`).
 *
 * `Balances.TotalIssuance` is their sum, always: a block raises it by what it adds to pending and to pools; an epoch
 * lowers it by what it takes from pending and pays to nobody (rounding remainders, the withheld incentive of the owner's
 * hotkeys); staking moves rao between places and leaves it alone, except for the fee of a pool, which is burnt; fees of
 * extrinsics and dust lower it. `SubtensorModule.TotalIssuance` repeats it after every block.
 *
 * At a constant price `SubnetAlphaOut` is no place: it counts what the emission curve gave, with the fractions of rao
 * that the splitting of each block drops, which are never issued.
 *
 * Token of a subnet with a pool. Each rao of it is in exactly one place:
 *
 * - pool: `SubnetAlphaIn`.
 * - stake: `TotalHotkeyAlpha` of a hotkey on the subnet.
 * - pending: the four `Pending…` counters.
 * - claims: `AlphaAssets.RootClaimsHeld`, held for root stakers.
 * - protocol: `SubnetProtocolAlpha`, bought by the chain with emission that the pool could not take.
 * - burned: `AlphaAssets.AlphaBurned`, nobody's: burnt stake, fees, withheld incentive, and every fraction that splitting
 *   and paying dropped.
 *
 * Their sum is `AlphaAssets.TotalAlphaIssuance`, always, and so is `SubnetAlphaIn + SubnetAlphaOut`, from which the
 * emission curve of the subnet reads.
 */

/** Where all TAO is, and what total issuance says. `total` equals `issuance`. All in rao. */
export interface IssuanceBreakdown {
  readonly balances: bigint
  readonly stake: bigint
  readonly pending: bigint
  readonly total: bigint
  readonly issuance: bigint
  /** The same for the token of every subnet with a pool. */
  readonly tokens: readonly TokenBreakdown[]
}

/** Where the token of one subnet is. `total`, `issuance` and `counted` are equal. All in rao. */
export interface TokenBreakdown {
  readonly netuid: number
  readonly pool: bigint
  readonly stake: bigint
  readonly pending: bigint
  readonly claims: bigint
  readonly protocol: bigint
  readonly burned: bigint
  readonly total: bigint
  /** `AlphaAssets.TotalAlphaIssuance`. */
  readonly issuance: bigint
  /** `SubnetAlphaIn + SubnetAlphaOut`. */
  readonly counted: bigint
}

/** Counts every rao in its place; walks over all accounts and stakes, so it is for reports and tests. */
export function issuanceBreakdown(state: ReadableStorage): IssuanceBreakdown {
  let free = 0n
  for (const [, { data }] of system.Account.entries(state)) free += data.free + data.reserved
  const stakes = new Map<number, bigint>()
  for (const [[, netuid], amount] of storage.TotalHotkeyAlpha.entries(state)) addTo(stakes, netuid, amount)
  const waiting = new Map<number, bigint>()
  for (const counter of PENDING) for (const [[netuid], amount] of counter.entries(state)) addTo(waiting, netuid, amount)
  const claims = new Map<number, bigint>()
  for (const [[netuid], amount] of assets.RootClaimsHeld.entries(state)) addTo(claims, netuid, amount)

  const tokens: TokenBreakdown[] = []
  for (const [[netuid]] of storage.SubnetMechanism.entries(state))
    if (hasPool(state, netuid))
      tokens.push(
        tokenBreakdown(state, netuid, {
          stake: stakes.get(netuid) ?? 0n,
          pending: waiting.get(netuid) ?? 0n,
          claims: claims.get(netuid) ?? 0n,
        }),
      )
  for (const { netuid } of tokens) for (const places of [stakes, waiting, claims]) places.delete(netuid)
  const stake = sum(stakes)
  const pending = sum(waiting) + sum(claims)
  const issuance = balances.TotalIssuance.get(state)
  return { balances: free, stake, pending, total: free + stake + pending, issuance, tokens }
}

function tokenBreakdown(
  state: ReadableStorage,
  netuid: number,
  counted: { readonly stake: bigint; readonly pending: bigint; readonly claims: bigint },
): TokenBreakdown {
  const pool = storage.SubnetAlphaIn.get(state, netuid)
  const protocol = storage.SubnetProtocolAlpha.get(state, netuid)
  const burned = assets.AlphaBurned.get(state, netuid)
  return {
    netuid,
    pool,
    ...counted,
    protocol,
    burned,
    total: pool + counted.stake + counted.pending + counted.claims + protocol + burned,
    issuance: assets.TotalAlphaIssuance.get(state, netuid),
    counted: pool + storage.SubnetAlphaOut.get(state, netuid),
  }
}

const addTo = (places: Map<number, bigint>, netuid: number, amount: bigint) =>
  places.set(netuid, (places.get(netuid) ?? 0n) + amount)

const sum = (places: ReadonlyMap<number, bigint>) => [...places.values()].reduce((total, amount) => total + amount, 0n)

const PENDING = [
  storage.PendingServerEmission,
  storage.PendingValidatorEmission,
  storage.PendingRootAlphaDivs,
  storage.PendingOwnerCut,
] as const

/** Adds newly made rao to a pending counter and to the issuance that counts them. */
export function issuePending(state: Storage, counter: (typeof PENDING)[number], netuid: number, amount: bigint): void {
  if (amount === 0n) return
  counter.mutate(state, [netuid], (pending) => pending + amount)
  if (hasPool(state, netuid)) mintAlphaOut(state, netuid, amount)
  else raiseIssuance(state, amount)
}

/** Empties a pending counter; its rao still exist and are the caller's to pay or to settle. */
export function takePending(state: Storage, counter: (typeof PENDING)[number], netuid: number): bigint {
  const amount = counter.get(state, netuid)
  if (amount > 0n) counter.remove(state, netuid)
  return amount
}

/** Empties all pending counters of a subnet and what is held there for root stakers; returns the rao. */
export function takePendingOf(state: Storage, netuid: number): bigint {
  const held = assets.RootClaimsHeld.get(state, netuid)
  assets.RootClaimsHeld.remove(state, netuid)
  return PENDING.reduce((total, counter) => total + takePending(state, counter, netuid), held)
}

/** Brings this pallet's copy of total issuance up to date. */
export function mirrorIssuance(state: Storage): void {
  storage.TotalIssuance.put(state, [], balances.TotalIssuance.get(state))
}
