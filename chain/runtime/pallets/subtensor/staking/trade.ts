import type { BlockContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { burnFrom } from '../../balances/account.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { burnAlpha } from '../pool/alpha.ts'
import type { Trade } from '../pool/constant-product.ts'
import { bookBuy, bookSell, type FeeMode, quoteBuy, quoteSell } from '../pool/pool.ts'
import { moveTao, placeOfSubnet, type TaoPlace } from '../pool/tao-place.ts'
import { storage } from '../storage.ts'
import { isSubnetAccount, subnetAccount } from '../subnets/subnet.ts'
import type { Position } from './position.ts'
import { addRootStaker, forgetRootStaker, noteRootStake } from './root-claims.ts'
import { canIncreaseStake, decreaseStake, increaseStake } from './stake.ts'

/**
 * Buys stake with TAO from a place. The fee of a pool is burnt: this chain pays no block authors. Emits StakeAdded.
 * @throws ModuleError `InsufficientLiquidity` when the pool cannot trade so much or the amount buys no share.
 */
export function buyStake(
  context: BlockContext,
  position: Position,
  purchase: { readonly tao: bigint; readonly from: TaoPlace; readonly fee: FeeMode },
): Trade {
  const { state, deposit } = context
  const { hotkey, coldkey, netuid } = position
  const { tao, from } = purchase
  const trade = quoteBuy(state, netuid, tao, purchase.fee)
  ensure(trade !== undefined && trade.paidOut > 0n, errors.InsufficientLiquidity, () => `${tao} rao of TAO`)
  ensure(canIncreaseStake(state, hotkey, netuid, trade.paidOut), errors.InsufficientLiquidity)

  // A pool pays from its own account, which lives as long as the pool does.
  const preservation = from === 'stake' || isSubnetAccount(from) ? 'expendable' : 'preserve'
  moveTao(context, { from, to: placeOfSubnet(state, netuid), amount: tao, preservation })
  if (trade.fee > 0n) burnFrom(context, subnetAccount(netuid), trade.fee, 'expendable')
  bookBuy(state, netuid, trade)
  increaseStake(state, position, trade.paidOut)
  if (netuid === ROOT_NETUID) {
    storage.SubnetTAO.mutate(state, [netuid], (total) => total + tao)
    noteRootStake(state, position, trade.paidOut)
    addRootStaker(state, coldkey)
  }
  storage.LastColdkeyHotkeyStakeBlock.put(state, [coldkey, hotkey], BigInt(context.block))
  deposit(events.StakeAdded([coldkey, hotkey, tao, trade.paidOut, netuid, trade.fee]))
  return trade
}

/**
 * Sells stake and moves the TAO to a place. Emits StakeRemoved. The coldkey must have the stake.
 * @throws ModuleError `InsufficientLiquidity` when the pool cannot trade so much; DispatchFaultError `Token`.
 */
export function sellStake(
  context: BlockContext,
  position: Position,
  sale: { readonly alpha: bigint; readonly to: TaoPlace; readonly fee: FeeMode },
): Trade {
  const { state, deposit } = context
  const { hotkey, coldkey, netuid } = position
  const { alpha, to } = sale
  const trade = quoteSell(state, netuid, alpha, sale.fee)
  ensure(trade !== undefined, errors.InsufficientLiquidity, () => `${alpha} rao of stake`)

  decreaseStake(state, position, alpha)
  bookSell(state, netuid, trade)
  burnAlpha(state, netuid, trade.fee)
  moveTao(context, { from: placeOfSubnet(state, netuid), to, amount: trade.paidOut, preservation: 'expendable' })
  if (netuid === ROOT_NETUID) {
    storage.SubnetTAO.mutate(state, [netuid], (total) => total - trade.paidOut)
    noteRootStake(state, position, -alpha)
    forgetRootStaker(state, coldkey)
  }
  storage.LastColdkeyHotkeyStakeBlock.put(state, [coldkey, hotkey], BigInt(context.block))
  deposit(events.StakeRemoved([coldkey, hotkey, trade.paidOut, trade.paidIn, netuid, trade.fee]))
  return trade
}
