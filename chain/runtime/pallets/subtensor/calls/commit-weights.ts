import { u16 } from '../../../../../shared/scale/primitives.ts'
import { hash256 } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { commitWeightsHash } from '../weights/commit.ts'
import { ensureRate, ensureStake } from '../weights/validity.ts'

export const commitWeights = defineCall({
  index: 96,
  docs: `Commits the hash of weights, to be revealed after the reveal period of the subnet.
         Free of fees. Emits WeightsCommitted.`,
  args: { netuid: u16, commit_hash: hash256 },
  pays: 'no',
  validate(context, { netuid }) {
    ensureStake(context, netuid)
    ensureRate(context, { netuid, mecid: 0 })
  },
  dispatch: (context, { netuid, commit_hash: hash }) => commitWeightsHash(context, { netuid, mecid: 0 }, hash),
})
