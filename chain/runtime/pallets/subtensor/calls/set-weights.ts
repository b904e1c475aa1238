import { vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { ensureDirectWeights, replaceWeights } from '../weights/set-weights.ts'
import { ensureDirectRate, ensureStake } from '../weights/validity.ts'

export const setWeights = defineCall({
  index: 0,
  docs: `Replaces the weight row of the calling hotkey. Values are scaled so that the largest is 65535.
         Free of fees. Emits WeightsSet.`,
  args: { netuid: u16, dests: vec(u16), weights: vec(u16), version_key: u64 },
  pays: 'no',
  validate(context, { netuid }) {
    ensureStake(context, netuid)
    ensureDirectRate(context, { netuid, mecid: 0 })
  },
  dispatch(context, { netuid, dests, weights, version_key }) {
    ensureDirectWeights(context.state, netuid)
    const hotkey = ensureSigned(context.origin)
    replaceWeights(context, { hotkey, netuid, mecid: 0, dests, weights, versionKey: version_key })
  },
})
