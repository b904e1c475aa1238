import type { multiAddress } from '../../../../shared/scale/substrate.ts'
import type { Value } from '../../../../shared/scale/type.ts'
import { DispatchFaultError } from '../../../frame/error.ts'

/** The account behind an address; accounts here have no other names. @throws DispatchFaultError `CannotLookup`. */
export function lookup(address: Value<typeof multiAddress>): Uint8Array {
  if (address.tag !== 'Id')
    throw new DispatchFaultError({ tag: 'CannotLookup' }, 'only addresses of the form Id are valid')
  return address.value[0]
}
