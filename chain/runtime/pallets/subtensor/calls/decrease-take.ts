import { u16 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { chosenTake, ensureOwnHotkey, setTake } from '../staking/take.ts'
import { storage } from '../storage.ts'

export const decreaseTake = defineCall({
  index: 65,
  docs: 'Lowers the take of a hotkey of the caller, of 65535. Free of fees. Emits TakeDecreased.',
  args: { hotkey: accountId, take: u16 },
  pays: 'no',
  dispatch({ state, origin, block, deposit }, { hotkey, take }) {
    const coldkey = ensureSigned(origin)
    ensureOwnHotkey(state, coldkey, hotkey)
    const current = chosenTake(state, hotkey)
    ensure(current === undefined || take < current, errors.DelegateTakeTooLow, () => `take ${take}, now ${current}`)
    const least = storage.MinDelegateTake.get(state)
    ensure(take >= least, errors.DelegateTakeTooLow, () => `take ${take}, at least ${least}`)
    setTake(state, hotkey, take, block)
    deposit(events.TakeDecreased([coldkey, hotkey, take]))
  },
})
