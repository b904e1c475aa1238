import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { moveStakeTo } from '../staking/move.ts'

export const moveStake = defineCall({
  index: 85,
  docs: `Moves stake of the caller to another hotkey, on the same subnet or another one.
         Emits StakeRemoved, StakeAdded and StakeMoved.`,
  args: {
    origin_hotkey: accountId,
    destination_hotkey: accountId,
    origin_netuid: u16,
    destination_netuid: u16,
    alpha_amount: u64,
  },
  dispatch(context, { origin_hotkey, destination_hotkey, origin_netuid, destination_netuid, alpha_amount }) {
    const coldkey = ensureSigned(context.origin)
    const tao = moveStakeTo(context, {
      from: { hotkey: origin_hotkey, coldkey, netuid: origin_netuid },
      to: { hotkey: destination_hotkey, coldkey, netuid: destination_netuid },
      alpha: alpha_amount,
    })
    context.deposit(
      events.StakeMoved([coldkey, origin_hotkey, origin_netuid, destination_hotkey, destination_netuid, tao]),
    )
  },
})
