import type { DispatchContext } from '../../../frame/call.ts'
import { DispatchFaultError, ensure } from '../../../frame/error.ts'
import { ensureRoot } from '../../../frame/origin.ts'
import { isFrozen } from '../subtensor/epoch/schedule.ts'
import { errors as subtensorErrors } from '../subtensor/errors.ts'
import { storage } from '../subtensor/storage.ts'
import { isSubnetOwner } from '../subtensor/subnets/subnet.ts'

/** Who may change a setting of a subnet. Root always may; an owner not more often than the rate limit. */
export type Authority = 'root' | 'owner'

/** Whether a setting stands still shortly before an epoch, for root too. */
export type Freeze = 'frozen before epochs' | 'any time'

/**
 * Checks who asks, the rate limit of owners, and the freeze window.
 * @throws DispatchFaultError `BadOrigin`; ModuleError `TxRateLimitExceeded`, `AdminActionProhibitedDuringWeightsWindow`.
 */
export function ensureMayChange(
  { state, origin, block }: DispatchContext,
  netuid: number,
  setting: { readonly authority: Authority; readonly freeze: Freeze; readonly hyperparameter?: number },
): void {
  const { authority, freeze, hyperparameter = UNKNOWN_HYPERPARAMETER } = setting
  if (authority === 'root' || origin.tag !== 'signed') ensureRoot(origin)
  else {
    if (!isSubnetOwner(state, netuid, origin.who))
      throw new DispatchFaultError({ tag: 'BadOrigin' }, 'this call is for the owner of the subnet and for root')
    const last = storage.LastRateLimitedBlock.get(state, limitKey(netuid, hyperparameter))
    const limit = BigInt(storage.OwnerHyperparamRateLimit.get(state) * storage.Tempo.get(state, netuid))
    ensure(
      last === 0n || BigInt(block) - last >= limit,
      subtensorErrors.TxRateLimitExceeded,
      () => `last changed at block ${last}, once in ${limit} blocks`,
    )
    storage.LastRateLimitedBlock.put(state, [limitKey(netuid, hyperparameter)], BigInt(block))
  }
  ensure(
    freeze === 'any time' || !isFrozen(state, netuid, block),
    subtensorErrors.AdminActionProhibitedDuringWeightsWindow,
    () => `fewer than ${storage.AdminFreezeWindow.get(state)} blocks to the next epoch`,
  )
}

const UNKNOWN_HYPERPARAMETER = 0

const limitKey = (netuid: number, hyperparameter: number) =>
  ({ tag: 'OwnerHyperparamUpdate', value: [netuid, hyperparameter] }) as const
