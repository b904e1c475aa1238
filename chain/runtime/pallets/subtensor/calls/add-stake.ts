import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { reducibleBalance, takeOut } from '../../balances/account.ts'
import { MIN_STAKE } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { hotkeyExists } from '../registration/hotkey-account.ts'
import { canIncreaseStake, increaseStake } from '../staking/stake.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'

export const addStake = defineCall({
  index: 2,
  docs: 'Stakes balance of the caller on a hotkey, one rao of stake for one rao. Emits StakeAdded.',
  args: { hotkey: accountId, netuid: u16, amount_staked: u64 },
  dispatch(context, { hotkey, netuid, amount_staked: amount }) {
    const { state, deposit } = context
    const coldkey = ensureSigned(context.origin)
    ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
    ensure(storage.SubtokenEnabled.get(state, netuid), errors.SubtokenDisabled)
    ensure(amount >= MIN_STAKE, errors.AmountTooLow, () => `${amount} rao, at least ${MIN_STAKE}`)
    const balance = reducibleBalance(state, coldkey, 'preserve')
    ensure(balance >= amount, errors.NotEnoughBalanceToStake, () => `${amount} rao, spendable ${balance}`)
    ensure(hotkeyExists(state, hotkey), errors.HotKeyAccountNotExists)
    ensure(canIncreaseStake(state, hotkey, netuid, amount), errors.InsufficientLiquidity)

    takeOut(context, coldkey, amount, 'preserve')
    increaseStake(state, { hotkey, coldkey, netuid }, amount)
    storage.SubnetAlphaOut.mutate(state, [netuid], (alpha) => alpha + amount)
    storage.SubnetVolume.mutate(state, [netuid], (volume) => volume + amount)
    deposit(events.StakeAdded([coldkey, hotkey, amount, amount, netuid, 0n]))
  },
})
