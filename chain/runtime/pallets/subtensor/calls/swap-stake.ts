import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { moveStakeTo } from '../staking/move.ts'

export const swapStake = defineCall({
  index: 87,
  docs: 'Moves stake of the caller on a hotkey to another subnet. Emits StakeRemoved, StakeAdded and StakeSwapped.',
  args: { hotkey: accountId, origin_netuid: u16, destination_netuid: u16, alpha_amount: u64 },
  dispatch(context, { hotkey, origin_netuid, destination_netuid, alpha_amount }) {
    const coldkey = ensureSigned(context.origin)
    const tao = moveStakeTo(context, {
      from: { hotkey, coldkey, netuid: origin_netuid },
      to: { hotkey, coldkey, netuid: destination_netuid },
      alpha: alpha_amount,
    })
    context.deposit(events.StakeSwapped([coldkey, hotkey, origin_netuid, destination_netuid, tao]))
  },
})
