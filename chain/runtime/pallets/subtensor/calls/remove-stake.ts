import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { removeStakeOf } from '../staking/remove.ts'

export const removeStake = defineCall({
  index: 3,
  docs: `Turns stake of the caller on a hotkey back into balance: rao for rao at a constant price, else sold to the pool.
         What is worth less than the least amount of a staking operation can only be removed together with everything
         else. Emits StakeRemoved.`,
  args: { hotkey: accountId, netuid: u16, amount_unstaked: u64 },
  dispatch(context, { hotkey, netuid, amount_unstaked: amount }) {
    const coldkey = ensureSigned(context.origin)
    removeStakeOf(context, { hotkey, coldkey, netuid }, { amount, most: amount, allowPartial: false })
  },
})
