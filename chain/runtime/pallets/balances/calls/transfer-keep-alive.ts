import { compactU64 } from '../../../../../shared/scale/compact.ts'
import { multiAddress } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { transfer } from '../account.ts'
import { lookup } from '../lookup.ts'

export const transferKeepAlive = defineCall({
  index: 3,
  docs: 'Moves balance to another account; fails rather than let the sender fall below the existential deposit.',
  args: { dest: multiAddress, value: compactU64 },
  dispatch(context, { dest, value }) {
    const from = ensureSigned(context.origin)
    transfer(context, { from, to: lookup(dest), amount: value, preservation: 'preserve' })
  },
})
