import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { registerNeuron } from '../registration/register.ts'

export const registerLimit = defineCall({
  index: 134,
  docs: 'Buys a uid like burned_register, but only up to a price in rao. Emits NeuronRegistered.',
  args: { netuid: u16, hotkey: accountId, limit_price: u64 },
  dispatch(context, { netuid, hotkey, limit_price }) {
    registerNeuron(context, { coldkey: ensureSigned(context.origin), hotkey, netuid, limitPrice: limit_price })
  },
})
