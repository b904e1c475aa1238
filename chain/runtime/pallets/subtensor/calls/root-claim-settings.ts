import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { storage } from '../storage.ts'
import { ensureOwnerOrRoot } from '../subnets/owner.ts'

const MAX_CLAIMS = 50n
const MAX_THRESHOLD = 10_000_000n

export const sudoSetNumRootClaims = defineCall({
  index: 123,
  docs: 'Sets for how many coldkeys claims of root dividends are made in each block, at most 50. For root.',
  args: { new_value: u64 },
  dispatch({ state, origin }, { new_value }) {
    ensureRoot(origin)
    ensure(new_value <= MAX_CLAIMS, errors.InvalidNumRootClaim, () => `${new_value}, at most ${MAX_CLAIMS}`)
    storage.NumRootClaim.put(state, [], new_value)
  },
})

export const sudoSetRootClaimThreshold = defineCall({
  index: 124,
  docs: 'Sets the rao of a subnet below which claims wait, at most 10000000. For its owner and root.',
  args: { netuid: u16, new_value: u64 },
  dispatch({ state, origin }, { netuid, new_value }) {
    ensureOwnerOrRoot(state, origin, netuid)
    ensure(new_value <= MAX_THRESHOLD, errors.InvalidRootClaimThreshold, () => `${new_value}, at most ${MAX_THRESHOLD}`)
    storage.RootClaimableThreshold.put(state, [netuid], new_value << 32n)
  },
})
