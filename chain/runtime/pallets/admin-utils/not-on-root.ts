import { ensure } from '../../../frame/error.ts'
import type { Storage } from '../../../interface.ts'
import { ROOT_NETUID } from '../subtensor/constants.ts'
import { errors } from './errors.ts'

/** @throws ModuleError `NotPermittedOnRootSubnet` for root, which has no such setting. */
export function notOnRoot(_state: Storage, netuid: number): void {
  ensure(netuid !== ROOT_NETUID, errors.NotPermittedOnRootSubnet)
}
