import { DispatchFaultError, ensure } from '../../../../frame/error.ts'
import { ensureRoot, type Origin } from '../../../../frame/origin.ts'
import type { Storage } from '../../../../interface.ts'
import { isFrozen } from '../epoch/schedule.ts'
import { errors } from '../errors.ts'
import { storage } from '../storage.ts'
import { isSubnetOwner } from './subnet.ts'

/** The owner of a subnet, who must be the caller. @throws DispatchFaultError `BadOrigin`. */
export function ensureOwner(state: Storage, origin: Origin, netuid: number): Uint8Array {
  if (origin.tag === 'signed' && isSubnetOwner(state, netuid, origin.who)) return origin.who
  throw new DispatchFaultError({ tag: 'BadOrigin' }, 'this call is for the owner of the subnet')
}

/** The owner of a subnet, or `undefined` for root; nobody else may call. @throws DispatchFaultError `BadOrigin`. */
export function ensureOwnerOrRoot(state: Storage, origin: Origin, netuid: number): Uint8Array | undefined {
  if (origin.tag === 'signed') return ensureOwner(state, origin, netuid)
  ensureRoot(origin)
  return undefined
}

/** @throws ModuleError `AdminActionProhibitedDuringWeightsWindow` this close to an epoch. */
export function ensureNotFrozen(state: Storage, netuid: number, block: number): void {
  ensure(
    !isFrozen(state, netuid, block),
    errors.AdminActionProhibitedDuringWeightsWindow,
    () => `fewer than ${storage.AdminFreezeWindow.get(state)} blocks to the next epoch`,
  )
}

const limitKey = (netuid: number, hyperparameter: number) =>
  ({ tag: 'OwnerHyperparamUpdate', value: [netuid, hyperparameter] }) as const

/** @throws ModuleError `TxRateLimitExceeded` when the owner changed this hyperparameter too short ago. */
export function ensureOwnerRate(state: Storage, netuid: number, hyperparameter: number, block: number): void {
  const last = storage.LastRateLimitedBlock.get(state, limitKey(netuid, hyperparameter))
  const limit = BigInt(storage.OwnerHyperparamRateLimit.get(state) * storage.Tempo.get(state, netuid))
  ensure(
    last === 0n || BigInt(block) - last >= limit,
    errors.TxRateLimitExceeded,
    () => `last changed at block ${last}, once in ${limit} blocks`,
  )
}

/** Starts the rate limit of a hyperparameter. */
export const noteOwnerChange = (state: Storage, netuid: number, hyperparameter: number, block: number): void =>
  storage.LastRateLimitedBlock.put(state, [limitKey(netuid, hyperparameter)], BigInt(block))
