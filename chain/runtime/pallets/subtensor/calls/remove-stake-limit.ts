import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { mostToRemove } from '../staking/move-limit.ts'
import { removeStakeOf } from '../staking/remove.ts'

export const removeStakeLimit = defineCall({
  index: 89,
  docs: `Turns stake back into balance like remove_stake, but not below a price in rao for one token. What would go beyond
         it stays staked where a part is allowed, else the call fails. Emits StakeRemoved.`,
  args: { hotkey: accountId, netuid: u16, amount_unstaked: u64, limit_price: u64, allow_partial: bool },
  dispatch(context, { hotkey, netuid, amount_unstaked: amount, limit_price, allow_partial: allowPartial }) {
    const coldkey = ensureSigned(context.origin)
    const most = mostToRemove(context.state, netuid, limit_price)
    removeStakeOf(context, { hotkey, coldkey, netuid }, { amount, most, allowPartial })
  },
})
