import { vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { revealWeights as reveal } from '../weights/reveal.ts'
import { ensureRevealable, ensureStake } from '../weights/validity.ts'

export const revealWeights = defineCall({
  index: 97,
  docs: `Sets weights whose hash was committed a reveal period ago; values are scaled so that the largest is 65535.
         Free of fees. Emits WeightsSet and WeightsRevealed.`,
  args: { netuid: u16, uids: vec(u16), values: vec(u16), salt: vec(u16), version_key: u64 },
  pays: 'no',
  validate(context, { netuid, uids, values, salt, version_key: versionKey }) {
    ensureStake(context, netuid)
    ensureRevealable(context, { netuid, mecid: 0 }, [{ uids, values, salt, versionKey }])
  },
  dispatch: (context, { netuid, uids, values, salt, version_key: versionKey }) =>
    reveal(context, { netuid, mecid: 0 }, { uids, values, salt, versionKey }),
})
