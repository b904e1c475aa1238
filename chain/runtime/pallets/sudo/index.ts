import { definePallet } from '../../../frame/pallet.ts'
import type { CallType } from '../../../frame/tables.ts'
import { createCalls } from './calls.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'

/** The Sudo pallet: one key may run any call as root. */
export const createSudo = ({ call }: { readonly call: CallType }) =>
  definePallet({
    name: 'Sudo',
    index: 12,
    docs: 'One key may run any call as root.',
    storage,
    events,
    errors,
    calls: createCalls(call),
  })
