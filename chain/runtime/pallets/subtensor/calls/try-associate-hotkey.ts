import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { createHotkey, hotkeyExists, isHotkeyOf } from '../registration/hotkey-account.ts'
import { isSubnetAccount } from '../subnets/subnet.ts'

export const tryAssociateHotkey = defineCall({
  index: 91,
  docs: 'Makes a hotkey that belongs to nobody a hotkey of the caller; one of the caller stays as it is.',
  args: { hotkey: accountId },
  dispatch(context, { hotkey }) {
    const { state } = context
    const coldkey = ensureSigned(context.origin)
    ensure(!isSubnetAccount(hotkey), errors.CannotUseSystemAccount)
    ensure(!hotkeyExists(state, hotkey) || isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
    createHotkey(state, coldkey, hotkey)
  },
})
