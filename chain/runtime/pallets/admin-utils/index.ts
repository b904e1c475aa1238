import { definePallet } from '../../../frame/pallet.ts'
import { bondsCalls } from './calls/bonds.ts'
import { commitRevealCalls } from './calls/commit-reveal.ts'
import { consensusCalls } from './calls/consensus.ts'
import { economyCalls } from './calls/economy.ts'
import { globalCalls } from './calls/global.ts'
import { mechanismCalls } from './calls/mechanisms.ts'
import { networkCalls } from './calls/network.ts'
import { neuronCalls } from './calls/neurons.ts'
import { ownershipCalls } from './calls/ownership.ts'
import { registrationCalls } from './calls/registration.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'

/** Settings of subnets and of the chain, for root and for the owners of subnets. */
export const adminUtils = definePallet({
  name: 'AdminUtils',
  crate: 'pallet_admin_utils',
  index: 19,
  events,
  errors,
  calls: {
    ...globalCalls,
    ...networkCalls,
    ...neuronCalls,
    ...registrationCalls,
    ...economyCalls,
    ...ownershipCalls,
    ...consensusCalls,
    ...bondsCalls,
    ...commitRevealCalls,
    ...mechanismCalls,
  },
})
