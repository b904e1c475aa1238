import { u16 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { registerNeuron } from '../registration/register.ts'

export const burnedRegister = defineCall({
  index: 7,
  docs: `Buys a uid for a hotkey at the price of the moment (Burn); on a full subnet that of the worst neuron.
         Emits NeuronRegistered.`,
  args: { netuid: u16, hotkey: accountId },
  dispatch(context, { netuid, hotkey }) {
    registerNeuron(context, { coldkey: ensureSigned(context.origin), hotkey, netuid })
  },
})
