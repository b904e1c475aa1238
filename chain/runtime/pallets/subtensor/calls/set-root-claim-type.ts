import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { addRootStaker } from '../staking/root-claims.ts'
import { storage } from '../storage.ts'
import { rootClaimType } from '../types.ts'

export const setRootClaimType = defineCall({
  index: 122,
  docs: `Says what becomes of what the caller's root stake earns: sold and staked on root, kept as stake, or kept on some
         subnets. Emits RootClaimTypeSet.`,
  args: { new_root_claim_type: rootClaimType },
  dispatch({ state, origin, deposit }, { new_root_claim_type: type }) {
    const coldkey = ensureSigned(origin)
    ensure(type.tag !== 'KeepSubnets' || type.value.subnets.length > 0, errors.InvalidSubnetNumber, () => 'no subnets')
    addRootStaker(state, coldkey)
    storage.RootClaimType.put(state, [coldkey], type)
    deposit(events.RootClaimTypeSet({ coldkey, root_claim_type: type }))
  },
})
