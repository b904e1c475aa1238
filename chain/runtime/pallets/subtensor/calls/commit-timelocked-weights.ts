import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { commitTimelocked, timelockedBytes } from '../weights/commit-timelocked.ts'
import { ensureFutureRound, ensureRate, ensureStake } from '../weights/validity.ts'

export const commitTimelockedWeights = defineCall({
  index: 113,
  docs: `Commits encrypted weights that a round of the beacon opens; the chain sets them by itself after the reveal period.
         Free of fees. Emits TimelockedWeightsCommitted.`,
  args: { netuid: u16, commit: timelockedBytes, reveal_round: u64, commit_reveal_version: u16 },
  pays: 'no',
  validate(context, { netuid, reveal_round: round }) {
    ensureStake(context, netuid)
    ensureFutureRound(context, round)
    ensureRate(context, { netuid, mecid: 0 })
  },
  dispatch: (context, { netuid, commit, reveal_round: revealRound, commit_reveal_version: version }) =>
    commitTimelocked(context, { netuid, mecid: 0 }, { commit, revealRound, version }),
})
