import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { moveStakeTo } from '../staking/move.ts'

export const swapStakeLimit = defineCall({
  index: 90,
  docs: `Moves stake of the caller on a hotkey to another subnet, but not below a price of the one token in the other, in
         billionths. Emits StakeRemoved, StakeAdded and StakeSwapped.`,
  args: {
    hotkey: accountId,
    origin_netuid: u16,
    destination_netuid: u16,
    alpha_amount: u64,
    limit_price: u64,
    allow_partial: bool,
  },
  dispatch(context, { hotkey, origin_netuid, destination_netuid, alpha_amount, limit_price, allow_partial }) {
    const coldkey = ensureSigned(context.origin)
    const tao = moveStakeTo(context, {
      from: { hotkey, coldkey, netuid: origin_netuid },
      to: { hotkey, coldkey, netuid: destination_netuid },
      alpha: alpha_amount,
      limit: { price: limit_price, allowPartial: allow_partial },
    })
    context.deposit(events.StakeSwapped([coldkey, hotkey, origin_netuid, destination_netuid, tao]))
  },
})
