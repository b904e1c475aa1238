import type { BlockContext } from '../../../../frame/call.ts'
import type { Storage } from '../../../../interface.ts'
import { burnFrom, lowerIssuance, putIn, totalBalance, transfer } from '../../balances/account.ts'
import { EXISTENTIAL_DEPOSIT } from '../../balances/constants.ts'
import { events } from '../events.ts'
import { takePendingOf } from '../issuance.ts'
import { hasPool, movingPrice } from '../pool/pool.ts'
import { fromInteger, isZero, mulDiv, toInteger } from '../staking/safe-float.ts'
import { storage } from '../storage.ts'
import { forgetSubnet } from './forget.ts'
import { shareOut } from './share-out.ts'
import { minedNetuids, subnetAccount } from './subnet.ts'

/** The subnet that makes room for another: the cheapest out of immunity, of equals the oldest; `undefined` for none. */
export function subnetToPrune(state: Storage, block: number): number | undefined {
  const immunity = storage.NetworkImmunityPeriod.get(state)
  let worst: { netuid: number; price: bigint; registeredAt: bigint } | undefined
  for (const netuid of minedNetuids(state)) {
    const registeredAt = storage.NetworkRegisteredAt.get(state, netuid)
    if (BigInt(block) < registeredAt + immunity) continue
    const price = movingPrice(state, netuid)
    if (worst === undefined || price < worst.price || (price === worst.price && registeredAt < worst.registeredAt))
      worst = { netuid, price, registeredAt }
  }
  return worst?.netuid
}

/** What somebody has on a subnet that ends, rao of its token. */
interface Holding {
  readonly coldkey: Uint8Array
  readonly alpha: bigint
}

/**
 * Removes a subnet. Its stakers get the TAO of its pool by what they held beside the pool itself and the protocol; at a
 * constant price they get back what they staked. All else of it is destroyed. Emits NetworkRemoved.
 */
export function dissolveSubnet(context: BlockContext, netuid: number): void {
  const { state } = context
  const holdings = holdingsOn(state, netuid)
  if (hasPool(state, netuid)) payFromPool(context, netuid, holdings)
  else payBack(context, netuid, holdings)
  const account = subnetAccount(netuid)
  burnFrom(context, account, totalBalance(state, account), 'expendable')
  forgetSubnet(state, netuid)
  context.deposit(events.NetworkRemoved([netuid]))
}

function holdingsOn(state: Storage, netuid: number): Holding[] {
  const totals = [...storage.TotalHotkeyAlpha.entries(state)].filter(([[, on]]) => on === netuid)
  return totals.flatMap(([[hotkey], total]) => {
    const shares = storage.TotalHotkeySharesV2.get(state, hotkey, netuid)
    return [...storage.AlphaV2.entries(state, hotkey)]
      .filter(([[, , on], share]) => on === netuid && !isZero(share))
      .map(([[, coldkey], share]) => ({ coldkey, alpha: toInteger(mulDiv(fromInteger(total), share, shares)) }))
  })
}

function payFromPool(context: BlockContext, netuid: number, holdings: readonly Holding[]): void {
  const { state } = context
  const ofProtocol = storage.SubnetAlphaIn.get(state, netuid) + storage.SubnetProtocolAlpha.get(state, netuid)
  const weights = [...holdings.map(({ alpha }) => alpha), ofProtocol]
  const shares = shareOut(storage.SubnetTAO.get(state, netuid), weights)
  const from = subnetAccount(netuid)
  for (const [i, { coldkey }] of holdings.entries()) {
    const amount = shares[i] ?? 0n
    if (amount > 0n && canReceive(state, coldkey, amount))
      transfer(context, { from, to: coldkey, amount, preservation: 'expendable' })
  }
}

/** Stake at a constant price is TAO, and so is what waits to be paid; nobody is paid the latter any more. */
function payBack(context: BlockContext, netuid: number, holdings: readonly Holding[]): void {
  const { state } = context
  let staked = 0n
  for (const [[, on], total] of storage.TotalHotkeyAlpha.entries(state)) if (on === netuid) staked += total
  let paid = 0n
  for (const { coldkey, alpha } of holdings) {
    if (alpha === 0n || !canReceive(state, coldkey, alpha)) continue
    putIn(context, coldkey, alpha)
    paid += alpha
  }
  lowerIssuance(state, staked - paid + takePendingOf(state, netuid))
  storage.TotalStake.mutate(state, [], (total) => total - staked)
}

/** An amount too small for a new account stays behind. */
const canReceive = (state: Storage, coldkey: Uint8Array, amount: bigint): boolean =>
  totalBalance(state, coldkey) + amount >= EXISTENTIAL_DEPOSIT
