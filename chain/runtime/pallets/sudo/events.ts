import { option } from '../../../../shared/scale/compound.ts'
import { accountId } from '../../../../shared/scale/substrate.ts'
import { defineEvents, event } from '../../../frame/event.ts'
import { dispatchResult } from '../../../frame/validity.ts'

export const events = defineEvents('Sudo', {
  Sudid: event(0, { sudo_result: dispatchResult }, 'The sudo key ran a call as root; the result is that of the call.'),
  KeyChanged: event(1, { old: option(accountId), new: accountId }, 'Another account is the sudo key now.'),
  KeyRemoved: event(2, [], 'There is no sudo key any more, for good.'),
  SudoAsDone: event(3, { sudo_result: dispatchResult }, 'The sudo key ran a call in the name of an account.'),
})
