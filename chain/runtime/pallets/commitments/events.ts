import { u16, u64 } from '../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../shared/scale/substrate.ts'
import { defineEvents, event } from '../../../frame/event.ts'

export const events = defineEvents('Commitments', {
  Commitment: event(0, { netuid: u16, who: accountId }, 'An account committed data.'),
  TimelockCommitment: event(
    1,
    { netuid: u16, who: accountId, reveal_round: u64 },
    'An account committed data that a round of the beacon opens.',
  ),
  CommitmentRevealed: event(2, { netuid: u16, who: accountId }, 'Encrypted data was opened.'),
})
