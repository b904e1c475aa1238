import { option } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { mostToRemove } from '../staking/move-limit.ts'
import { removeStakeOf } from '../staking/remove.ts'
import { stakeOf } from '../staking/stake.ts'

export const removeStakeFullLimit = defineCall({
  index: 103,
  docs: `Turns all stake of the caller on a hotkey of a subnet back into balance, where given not below a price in rao for
         one token. Emits StakeRemoved.`,
  args: { hotkey: accountId, netuid: u16, limit_price: option(u64) },
  dispatch(context, { hotkey, netuid, limit_price }) {
    const coldkey = ensureSigned(context.origin)
    const position = { hotkey, coldkey, netuid }
    const amount = stakeOf(context.state, position)
    const most = limit_price === undefined ? amount : mostToRemove(context.state, netuid, limit_price)
    removeStakeOf(context, position, { amount, most, allowPartial: false })
  },
})
