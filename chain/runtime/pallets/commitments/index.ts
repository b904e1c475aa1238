import { u32, u64 } from '../../../../shared/scale/primitives.ts'
import { constant } from '../../../frame/constant.ts'
import { definePallet } from '../../../frame/pallet.ts'
import { setCommitment } from './calls/set-commitment.ts'
import { setMaxSpace } from './calls/set-max-space.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { revealCommitments } from './reveal.ts'
import { storage } from './storage.ts'
import { MAX_FIELDS } from './types.ts'

/** Small data that neurons commit to the chain, in the open or encrypted to a round of the beacon. */
export const commitments = definePallet({
  name: 'Commitments',
  index: 18,
  docs: 'Small data that neurons commit to the chain.',
  constants: {
    MaxFields: constant(u32, MAX_FIELDS, 'Most fields of a commitment.'),
    InitialDeposit: constant(u64, 0n, 'Deposit of a commitment in rao.'),
    FieldDeposit: constant(u64, 0n, 'Deposit for each field in rao.'),
  },
  storage,
  events,
  errors,
  calls: {
    set_commitment: setCommitment,
    // 1 set_rate_limit: retired.
    set_max_space: setMaxSpace,
  },
  hooks: { onInitialize: revealCommitments },
})
