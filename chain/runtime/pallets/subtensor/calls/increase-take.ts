import { u16 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { chosenTake, ensureOwnHotkey, mayIncreaseTake, setTake } from '../staking/take.ts'
import { storage } from '../storage.ts'

export const increaseTake = defineCall({
  index: 66,
  docs: 'Raises the take of a hotkey of the caller, of 65535, within a rate limit. Free of fees. Emits TakeIncreased.',
  args: { hotkey: accountId, take: u16 },
  pays: 'no',
  dispatch({ state, origin, block, deposit }, { hotkey, take }) {
    const coldkey = ensureSigned(origin)
    ensureOwnHotkey(state, coldkey, hotkey)
    const current = chosenTake(state, hotkey)
    ensure(current === undefined || take > current, errors.DelegateTakeTooLow, () => `take ${take}, now ${current}`)
    const most = storage.MaxDelegateTake.get(state)
    ensure(take <= most, errors.DelegateTakeTooHigh, () => `take ${take}, at most ${most}`)
    ensure(mayIncreaseTake(state, hotkey, block), errors.DelegateTxRateLimitExceeded)
    setTake(state, hotkey, take, block)
    deposit(events.TakeIncreased([coldkey, hotkey, take]))
  },
})
