import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { moveStakeTo } from '../staking/move.ts'

export const transferStake = defineCall({
  index: 86,
  docs: `Gives stake of the caller on a hotkey to another coldkey, on the same subnet or another one, where the subnets
         allow it. Emits StakeRemoved, StakeAdded and StakeTransferred.`,
  args: {
    destination_coldkey: accountId,
    hotkey: accountId,
    origin_netuid: u16,
    destination_netuid: u16,
    alpha_amount: u64,
  },
  dispatch(context, { destination_coldkey, hotkey, origin_netuid, destination_netuid, alpha_amount }) {
    const coldkey = ensureSigned(context.origin)
    const tao = moveStakeTo(context, {
      from: { hotkey, coldkey, netuid: origin_netuid },
      to: { hotkey, coldkey: destination_coldkey, netuid: destination_netuid },
      alpha: alpha_amount,
      needsTransfers: true,
    })
    context.deposit(
      events.StakeTransferred([coldkey, destination_coldkey, hotkey, origin_netuid, destination_netuid, tao]),
    )
  },
})
