import { compactU64 } from '../../../../../shared/scale/compact.ts'
import { multiAddress } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { transfer } from '../account.ts'
import { lookup } from '../lookup.ts'

export const forceTransfer = defineCall({
  index: 2,
  docs: 'Root moves balance from one account to another.',
  args: { source: multiAddress, dest: multiAddress, value: compactU64 },
  dispatch(context, { source, dest, value }) {
    ensureRoot(context.origin)
    transfer(context, { from: lookup(source), to: lookup(dest), amount: value, preservation: 'expendable' })
  },
})
