import type { DispatchContext } from '../../../frame/call.ts'
import { ensureRoot } from '../../../frame/origin.ts'
import { ensureNotFrozen, ensureOwnerOrRoot, ensureOwnerRate, noteOwnerChange } from '../subtensor/subnets/owner.ts'

/** Who may change a setting of a subnet. Root always may; an owner mostly not more often than the rate limit. */
export type Authority = 'root' | 'owner' | 'owner without limit'

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
  if (authority === 'root') ensureRoot(origin)
  else if (ensureOwnerOrRoot(state, origin, netuid) !== undefined && authority === 'owner') {
    ensureOwnerRate(state, netuid, hyperparameter, block)
    noteOwnerChange(state, netuid, hyperparameter, block)
  }
  if (freeze !== 'any time') ensureNotFrozen(state, netuid, block)
}

const UNKNOWN_HYPERPARAMETER = 0
