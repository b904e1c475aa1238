import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { hotkeyExists } from '../registration/hotkey-account.ts'
import { unstakeEverywhere } from '../staking/unstake-all.ts'

export const unstakeAll = defineCall({
  index: 83,
  docs: `Turns all stake of the caller on a hotkey, on every subnet and on root, back into balance. What cannot be removed
         stays. Emits StakeRemoved for each subnet.`,
  args: { hotkey: accountId },
  dispatch(context, { hotkey }) {
    const coldkey = ensureSigned(context.origin)
    ensure(hotkeyExists(context.state, hotkey), errors.HotKeyAccountNotExists)
    unstakeEverywhere(context, { hotkey, coldkey, to: coldkey, withRoot: true })
  },
})
