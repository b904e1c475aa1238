import { bool } from '../../../../../shared/scale/primitives.ts'
import { multiAddress } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { reducibleBalance, transfer } from '../account.ts'
import { lookup } from '../lookup.ts'

export const transferAll = defineCall({
  index: 4,
  docs: 'Moves all that can be moved to another account; with `keep_alive` the sender keeps the existential deposit.',
  args: { dest: multiAddress, keep_alive: bool },
  dispatch(context, { dest, keep_alive }) {
    const from = ensureSigned(context.origin)
    const preservation = keep_alive ? 'preserve' : 'expendable'
    const amount = reducibleBalance(context.state, from, preservation)
    transfer(context, { from, to: lookup(dest), amount, preservation })
  },
})
