import { compactU64 } from '../../../../../shared/scale/compact.ts'
import { bool } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { burnFrom } from '../account.ts'

export const burn = defineCall({
  index: 10,
  docs: 'Destroys balance of the caller; with `keep_alive` the existential deposit must stay.',
  args: { value: compactU64, keep_alive: bool },
  dispatch(context, { value, keep_alive }) {
    burnFrom(context, ensureSigned(context.origin), value, keep_alive ? 'preserve' : 'expendable')
  },
})
