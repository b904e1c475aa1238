import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { recycleAlpha as destroy } from '../pool/alpha.ts'
import { takeForDestruction } from '../staking/destroy.ts'

export const recycleAlpha = defineCall({
  index: 101,
  docs: 'Destroys stake of the caller, so that emission may give it again. Emits AlphaRecycled.',
  args: { hotkey: accountId, amount: u64, netuid: u16 },
  dispatch(context, { hotkey, amount, netuid }) {
    const coldkey = ensureSigned(context.origin)
    const taken = takeForDestruction(context.state, { hotkey, coldkey, netuid }, amount)
    destroy(context.state, netuid, taken)
    context.deposit(events.AlphaRecycled([coldkey, hotkey, taken, netuid]))
  },
})
