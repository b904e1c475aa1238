import { u8, u16 } from '../../../../../shared/scale/primitives.ts'
import { hash256 } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { commitWeightsHash } from '../weights/commit.ts'
import { ensureRate, ensureStake } from '../weights/validity.ts'

export const commitMechanismWeights = defineCall({
  index: 115,
  docs: `Commits the hash of weights for one mechanism of the subnet.
         Free of fees. Emits WeightsCommitted.`,
  args: { netuid: u16, mecid: u8, commit_hash: hash256 },
  pays: 'no',
  validate(context, { netuid, mecid }) {
    ensureStake(context, netuid)
    ensureRate(context, { netuid, mecid })
  },
  dispatch: (context, { netuid, mecid, commit_hash: hash }) => commitWeightsHash(context, { netuid, mecid }, hash),
})
