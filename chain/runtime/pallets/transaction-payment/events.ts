import { u64 } from '../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../shared/scale/substrate.ts'
import { defineEvents, event } from '../../../frame/event.ts'

export const events = defineEvents('TransactionPayment', {
  TransactionFeePaid: event(
    0,
    { who: accountId, actual_fee: u64, tip: u64 },
    'An account paid `actual_fee` rao for its extrinsic, `tip` rao of it voluntarily.',
  ),
})
