import { u32 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { storage } from '../storage.ts'

export const setMaxSpace = defineCall({
  index: 2,
  docs: 'Sets the most bytes that an account may commit on a subnet in an epoch. For root.',
  args: { new_limit: u32 },
  dispatch({ state, origin }, { new_limit: limit }) {
    ensureRoot(origin)
    storage.MaxSpace.put(state, [], limit)
  },
})
