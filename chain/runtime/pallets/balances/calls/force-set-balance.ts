import { compactU64 } from '../../../../../shared/scale/compact.ts'
import { multiAddress } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { forceBalance } from '../account.ts'
import { lookup } from '../lookup.ts'

export const forceSetBalance = defineCall({
  index: 8,
  docs: 'Root sets the free balance of an account; issuance follows. Less than the existential deposit counts as nothing.',
  args: { who: multiAddress, new_free: compactU64 },
  dispatch(context, { who, new_free }) {
    ensureRoot(context.origin)
    forceBalance(context, lookup(who), new_free)
  },
})
