import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { reducibleBalance } from '../../balances/account.ts'
import { MIN_STAKE } from '../constants.ts'
import { errors } from '../errors.ts'
import { feeOf, MAX_INPUT_FACTOR } from '../pool/constant-product.ts'
import { feeRateOf, hasPool, quoteBuy, quoteSell, reservesOf } from '../pool/pool.ts'
import { hotkeyExists } from '../registration/hotkey-account.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'
import type { Position } from './position.ts'
import { canIncreaseStake, stakeOf } from './stake.ts'

/** How much of an amount may be traded: all of `amount`, or with `allowPartial` what is within `most`. */
export interface Bounded {
  readonly amount: bigint
  /** The most that keeps the price within the limit of the caller. */
  readonly most: bigint
  readonly allowPartial: boolean
}

/** What of a bounded amount is traded. */
export const within = ({ amount, most }: Bounded): bigint => (amount < most ? amount : most)

/** @throws ModuleError in the order of the checks when TAO cannot be staked so. */
export function ensureCanAdd(state: Storage, { hotkey, coldkey, netuid }: Position, wanted: Bounded): void {
  const { amount, most, allowPartial } = wanted
  ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
  ensure(storage.SubtokenEnabled.get(state, netuid), errors.SubtokenDisabled)
  const least = MIN_STAKE + feeOf(MIN_STAKE, feeRateOf(state, netuid, 'with fee'))
  ensure(amount >= least, errors.AmountTooLow, () => `${amount} rao, at least ${least}`)
  ensure(allowPartial || amount <= most, errors.SlippageTooHigh, () => `${amount} rao, at most ${most}`)
  const tao = within(wanted)
  const balance = reducibleBalance(state, coldkey, 'preserve')
  ensure(balance >= tao, errors.NotEnoughBalanceToStake, () => `${tao} rao, spendable ${balance}`)
  ensure(hotkeyExists(state, hotkey), errors.HotKeyAccountNotExists)
  const trade = quoteBuy(state, netuid, tao, 'with fee')
  ensure(trade !== undefined, errors.InsufficientLiquidity)
  ensure(trade.paidIn >= MIN_STAKE, errors.AmountTooLow, () => `${trade.paidIn} rao traded, at least ${MIN_STAKE}`)
  ensure(trade.paidOut > 0n && canIncreaseStake(state, hotkey, netuid, trade.paidOut), errors.InsufficientLiquidity)
}

/** @throws ModuleError in the order of the checks when stake cannot be removed so. */
export function ensureCanRemove(state: Storage, position: Position, wanted: Bounded): void {
  const { hotkey, netuid } = position
  const { amount, most, allowPartial } = wanted
  ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
  ensure(amount > 0n, errors.AmountTooLow, () => '0 rao')
  const stake = stakeOf(state, position)
  ensure(amount <= stake, errors.NotEnoughStakeToWithdraw, () => `${amount} rao, staked ${stake}`)
  const whole = quoteSell(state, netuid, amount, 'with fee')
  ensure(whole !== undefined, errors.InsufficientLiquidity)
  ensure(
    amount === stake || whole.paidOut >= MIN_STAKE,
    errors.AmountTooLow,
    () => `worth ${whole.paidOut} rao, at least ${MIN_STAKE}`,
  )
  ensure(allowPartial || amount <= most, errors.SlippageTooHigh, () => `${amount} rao, at most ${most}`)
  ensure(within(wanted) > 0n, errors.AmountTooLow, () => 'nothing is within the limit')
  ensure(hotkeyExists(state, hotkey), errors.HotKeyAccountNotExists)
}

/** Refuses more than a pool can ever trade at once. @throws ModuleError `InsufficientLiquidity`. */
export function ensureTradable(state: Storage, netuid: number, token: 'tao' | 'alpha', amount: bigint): void {
  if (!hasPool(state, netuid)) return
  const most = reservesOf(state, netuid)[token] * MAX_INPUT_FACTOR
  ensure(amount <= most, errors.InsufficientLiquidity, () => `${amount} rao, at most ${most}`)
}
