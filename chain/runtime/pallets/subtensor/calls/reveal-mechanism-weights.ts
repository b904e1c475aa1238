import { vec } from '../../../../../shared/scale/compound.ts'
import { u8, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { revealWeights } from '../weights/reveal.ts'
import { ensureRevealable, ensureStake } from '../weights/validity.ts'

export const revealMechanismWeights = defineCall({
  index: 116,
  docs: `Sets weights for one mechanism of the subnet whose hash was committed a reveal period ago.
         Free of fees. Emits WeightsSet and WeightsRevealed.`,
  args: { netuid: u16, mecid: u8, uids: vec(u16), values: vec(u16), salt: vec(u16), version_key: u64 },
  pays: 'no',
  validate(context, { netuid, mecid, uids, values, salt, version_key: versionKey }) {
    ensureStake(context, netuid)
    ensureRevealable(context, { netuid, mecid }, [{ uids, values, salt, versionKey }])
  },
  dispatch: (context, { netuid, mecid, uids, values, salt, version_key: versionKey }) =>
    revealWeights(context, { netuid, mecid }, { uids, values, salt, versionKey }),
})
