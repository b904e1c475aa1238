import { u16, u32 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { MAX_ACTIVITY_CUTOFF_FACTOR, MIN_ACTIVITY_CUTOFF_FACTOR } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { ensureNotFrozen, ensureOwnerOrRoot, ensureOwnerRate, noteOwnerChange } from '../subnets/owner.ts'

const HYPERPARAMETER = 30

export const setActivityCutoffFactor = defineCall({
  index: 140,
  docs: `Sets the silence after which a validator is inactive, 1000 to 50000 thousandths of a tempo. For owner and root.
         Emits ActivityCutoffFactorMilliSet.`,
  args: { netuid: u16, factor_milli: u32 },
  dispatch({ state, origin, block, deposit }, { netuid, factor_milli }) {
    const owner = ensureOwnerOrRoot(state, origin, netuid)
    ensure(
      factor_milli >= MIN_ACTIVITY_CUTOFF_FACTOR && factor_milli <= MAX_ACTIVITY_CUTOFF_FACTOR,
      errors.ActivityCutoffFactorMilliOutOfBounds,
      () => `${factor_milli}`,
    )
    if (owner !== undefined) {
      ensureNotFrozen(state, netuid, block)
      ensureOwnerRate(state, netuid, HYPERPARAMETER, block)
      noteOwnerChange(state, netuid, HYPERPARAMETER, block)
    }
    storage.ActivityCutoffFactorMilli.put(state, [netuid], factor_milli)
    deposit(events.ActivityCutoffFactorMilliSet({ netuid, factor_milli }))
  },
})
