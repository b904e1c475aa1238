import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { putIn } from '../../balances/account.ts'
import { MIN_STAKE } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { hotkeyExists } from '../registration/hotkey-account.ts'
import { decreaseStake, stakeOf } from '../staking/stake.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'

export const removeStake = defineCall({
  index: 3,
  docs: `Turns stake of the caller on a hotkey back into balance, one rao for one rao. Less than the least amount of a
         staking operation can only be removed together with everything else. Emits StakeRemoved.`,
  args: { hotkey: accountId, netuid: u16, amount_unstaked: u64 },
  dispatch(context, { hotkey, netuid, amount_unstaked: amount }) {
    const { state, deposit } = context
    const coldkey = ensureSigned(context.origin)
    ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
    ensure(amount > 0n, errors.AmountTooLow, () => '0 rao')
    const position = { hotkey, coldkey, netuid }
    const stake = stakeOf(state, position)
    ensure(amount <= stake, errors.NotEnoughStakeToWithdraw, () => `${amount} rao, staked ${stake}`)
    ensure(amount === stake || amount >= MIN_STAKE, errors.AmountTooLow, () => `${amount} rao, at least ${MIN_STAKE}`)
    ensure(hotkeyExists(state, hotkey), errors.HotKeyAccountNotExists)

    decreaseStake(state, position, amount)
    putIn(context, coldkey, amount)
    storage.SubnetAlphaOut.mutate(state, [netuid], (alpha) => (alpha > amount ? alpha - amount : 0n))
    storage.SubnetVolume.mutate(state, [netuid], (volume) => volume + amount)
    deposit(events.StakeRemoved([coldkey, hotkey, amount, amount, netuid, 0n]))
  },
})
