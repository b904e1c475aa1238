import { compactU64 } from '../../../../../shared/scale/compact.ts'
import { multiAddress } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { transfer } from '../account.ts'
import { lookup } from '../lookup.ts'

export const transferAllowDeath = defineCall({
  index: 0,
  docs: 'Moves balance to another account; the sender may be removed if less than the existential deposit is left.',
  args: { dest: multiAddress, value: compactU64 },
  dispatch(context, { dest, value }) {
    const from = ensureSigned(context.origin)
    transfer(context, { from, to: lookup(dest), amount: value, preservation: 'expendable' })
  },
})
