import { u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'

export const setOldestStoredRound = defineCall({
  index: 2,
  docs: 'Sets the round from which old pulses are removed. For root. Emits SetOldestStoredRound.',
  args: { oldest_round: u64 },
  dispatch({ state, origin, deposit }, { oldest_round: round }) {
    ensureRoot(origin)
    storage.OldestStoredRound.put(state, [], round)
    deposit(events.SetOldestStoredRound([round]))
  },
})
