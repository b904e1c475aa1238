import { vec } from '../../../../../shared/scale/compound.ts'
import { u8, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { ensureDirectWeights, replaceWeights } from '../weights/set-weights.ts'
import { ensureDirectRate, ensureStake } from '../weights/validity.ts'

export const setMechanismWeights = defineCall({
  index: 119,
  docs: `Replaces the weight row of the calling hotkey for one mechanism of the subnet.
         Free of fees. Emits WeightsSet.`,
  args: { netuid: u16, mecid: u8, dests: vec(u16), weights: vec(u16), version_key: u64 },
  pays: 'no',
  validate(context, { netuid, mecid }) {
    ensureStake(context, netuid)
    ensureDirectRate(context, { netuid, mecid })
  },
  dispatch(context, { netuid, mecid, dests, weights, version_key }) {
    ensureDirectWeights(context.state, netuid)
    const hotkey = ensureSigned(context.origin)
    replaceWeights(context, { hotkey, netuid, mecid, dests, weights, versionKey: version_key })
  },
})
