import { u8, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { commitTimelocked, timelockedBytes } from '../weights/commit-timelocked.ts'
import { ensureFutureRound, ensureRate, ensureStake } from '../weights/validity.ts'

export const commitTimelockedMechanismWeights = defineCall({
  index: 118,
  docs: `Commits encrypted weights for one mechanism of the subnet.
         Free of fees. Emits TimelockedWeightsCommitted.`,
  args: { netuid: u16, mecid: u8, commit: timelockedBytes, reveal_round: u64, commit_reveal_version: u16 },
  pays: 'no',
  validate(context, { netuid, mecid, reveal_round: round }) {
    ensureStake(context, netuid)
    ensureFutureRound(context, round)
    ensureRate(context, { netuid, mecid })
  },
  dispatch: (context, { netuid, mecid, commit, reveal_round: revealRound, commit_reveal_version: version }) =>
    commitTimelocked(context, { netuid, mecid }, { commit, revealRound, version }),
})
