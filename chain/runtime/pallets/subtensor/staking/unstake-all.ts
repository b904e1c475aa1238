import type { BlockContext } from '../../../../frame/call.ts'
import { ModuleError } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { ROOT_NETUID } from '../constants.ts'
import type { TaoPlace } from '../pool/tao-place.ts'
import { storage } from '../storage.ts'
import { allNetuids } from '../subnets/subnet.ts'
import { ensureCanRemove } from './checks.ts'
import type { Position } from './position.ts'
import { stakeOf } from './stake.ts'
import { sellStake } from './trade.ts'

/** Sells all stake of a coldkey on a hotkey that can be sold, subnet by subnet; returns the TAO it brought, rao. */
export function unstakeEverywhere(
  context: BlockContext,
  holder: {
    readonly hotkey: Uint8Array
    readonly coldkey: Uint8Array
    readonly to: TaoPlace
    readonly withRoot: boolean
  },
): bigint {
  const { state } = context
  const { hotkey, coldkey, to, withRoot } = holder
  let tao = 0n
  for (const netuid of allNetuids(state)) {
    if ((netuid === ROOT_NETUID && !withRoot) || !storage.SubtokenEnabled.get(state, netuid)) continue
    const position = { hotkey, coldkey, netuid }
    const alpha = stakeOf(state, position)
    if (canRemove(state, position, alpha)) tao += sellStake(context, position, { alpha, to, fee: 'with fee' }).paidOut
  }
  return tao
}

function canRemove(state: Storage, position: Position, amount: bigint): boolean {
  try {
    ensureCanRemove(state, position, { amount, most: amount, allowPartial: false })
    return true
  } catch (error) {
    if (error instanceof ModuleError) return false
    throw error
  }
}
