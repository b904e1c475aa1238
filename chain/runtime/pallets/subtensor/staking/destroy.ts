import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { hotkeyExists } from '../registration/hotkey-account.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'
import type { Position } from './position.ts'
import { decreaseStake, stakeOf } from './stake.ts'

/**
 * Takes stake that its owner wants destroyed, at most what there is; the caller destroys it. Returns the rao taken.
 * @throws ModuleError in the order of the checks.
 */
export function takeForDestruction(state: Storage, position: Position, amount: bigint): bigint {
  const { hotkey, netuid } = position
  ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
  ensure(netuid !== ROOT_NETUID, errors.CannotBurnOrRecycleOnRootSubnet)
  ensure(storage.SubtokenEnabled.get(state, netuid), errors.SubtokenDisabled)
  ensure(hotkeyExists(state, hotkey), errors.HotKeyAccountNotExists)
  const stake = stakeOf(state, position)
  const taken = amount < stake ? amount : stake
  ensure(storage.SubnetAlphaOut.get(state, netuid) >= taken, errors.InsufficientLiquidity)
  decreaseStake(state, position, taken)
  return taken
}
