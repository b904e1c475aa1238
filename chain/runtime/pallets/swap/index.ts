import { u16 } from '../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../frame/call.ts'
import { ensure } from '../../../frame/error.ts'
import { ensureRoot } from '../../../frame/origin.ts'
import { definePallet } from '../../../frame/pallet.ts'
import { subnetExists } from '../subtensor/subnets/subnet.ts'
import { constants, MAX_FEE_RATE } from './constants.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'

const setFeeRate = defineCall({
  index: 0,
  docs: 'Sets the fee of trading with the pool of a subnet, of 65535. For root. Emits FeeRateSet.',
  args: { netuid: u16, rate: u16 },
  class: 'operational',
  dispatch({ state, origin, deposit }, { netuid, rate }) {
    ensureRoot(origin)
    ensure(subnetExists(state, netuid), errors.MechanismDoesNotExist, () => `netuid ${netuid}`)
    ensure(rate <= MAX_FEE_RATE, errors.FeeRateTooHigh, () => `${rate}, at most ${MAX_FEE_RATE}`)
    storage.FeeRate.put(state, [netuid], rate)
    deposit(events.FeeRateSet({ netuid, rate }))
  },
})

/** The Swap pallet: what trading with the pools of subnets costs. The pools themselves belong to SubtensorModule. */
export const swap = definePallet({
  name: 'Swap',
  crate: 'pallet_subtensor_swap',
  index: 28,
  docs: 'What trading with the pools of subnets costs.',
  constants,
  storage,
  events,
  errors,
  // 1 to 5 manage positions of liquidity, which pools no longer have.
  calls: { set_fee_rate: setFeeRate },
})
