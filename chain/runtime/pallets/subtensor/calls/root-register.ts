import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { registerOnRoot } from '../registration/root.ts'

export const rootRegister = defineCall({
  index: 62,
  docs: `Gives a hotkey of the caller a uid on root, free of a price; on a full root that of the hotkey with the least root
         stake, which must be less than its own. Emits NeuronRegistered.`,
  args: { hotkey: accountId },
  dispatch(context, { hotkey }) {
    registerOnRoot(context, ensureSigned(context.origin), hotkey)
  },
})
