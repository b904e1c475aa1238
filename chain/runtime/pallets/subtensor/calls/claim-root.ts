import { u16 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { claimRootDividends } from '../staking/claim.ts'
import { addRootStaker } from '../staking/root-claims.ts'
import { btreeSet } from '../types.ts'

/** Most subnets of one claim. */
const MAX_SUBNETS = 5

export const claimRoot = defineCall({
  index: 121,
  docs: `Pays the caller what root stake has earned on up to five subnets: as root stake, or as stake there, as
         set_root_claim_type says. Amounts below the threshold wait. Emits RootClaimed.`,
  args: { subnets: btreeSet(u16) },
  dispatch(context, { subnets }) {
    const coldkey = ensureSigned(context.origin)
    ensure(
      subnets.length > 0 && subnets.length <= MAX_SUBNETS,
      errors.InvalidSubnetNumber,
      () => `${subnets.length} subnets, from 1 to ${MAX_SUBNETS}`,
    )
    addRootStaker(context.state, coldkey)
    claimRootDividends(context, coldkey, subnets)
  },
})
