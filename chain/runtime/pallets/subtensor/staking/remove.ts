import type { BlockContext } from '../../../../frame/call.ts'
import { U64F64 } from '../../../../yuma/fixed.ts'
import { MIN_STAKE } from '../constants.ts'
import { quoteSell, spotPrice } from '../pool/pool.ts'
import { isHotkeyOf } from '../registration/hotkey-account.ts'
import { storage } from '../storage.ts'
import { allNetuids } from '../subnets/subnet.ts'
import { type Bounded, ensureCanRemove, ensureTradable, within } from './checks.ts'
import type { Position } from './position.ts'
import { stakeOf } from './stake.ts'
import { sellStake } from './trade.ts'

/** Turns stake of a coldkey back into balance, after all checks. @throws ModuleError in the order of the checks. */
export function removeStakeOf(context: BlockContext, position: Position, wanted: Bounded): void {
  ensureTradable(context.state, position.netuid, 'alpha', wanted.amount)
  ensureCanRemove(context.state, position, wanted)
  sellStake(context, position, { alpha: within(wanted), to: position.coldkey, fee: 'with fee' })
  dropSmallNomination(context, position)
  dropUnbackedChildren(context, position.hotkey)
}

/** Sells what a nominator has left on a hotkey where that is less than nominations must have. */
export function dropSmallNomination(context: BlockContext, position: Position): void {
  const { state } = context
  const factor = storage.NominatorMinRequiredStake.get(state)
  if (factor === 0n || isHotkeyOf(state, position.coldkey, position.hotkey)) return
  const least = U64F64.floor(
    U64F64.divide(U64F64.fromInteger((MIN_STAKE * factor) / 1_000_000n), spotPrice(state, position.netuid)),
  )
  const left = stakeOf(state, position)
  if (left === 0n || left >= least || quoteSell(state, position.netuid, left, 'with fee') === undefined) return
  sellStake(context, position, { alpha: left, to: position.coldkey, fee: 'with fee' })
}

/** `dropSmallNomination` for everybody. */
export function dropSmallNominations(context: BlockContext): void {
  for (const [[hotkey, coldkey, netuid]] of [...storage.AlphaV2.entries(context.state)])
    dropSmallNomination(context, { hotkey, coldkey, netuid })
}

/** A hotkey without the stake for weights cannot have children waiting to take effect. */
function dropUnbackedChildren({ state }: BlockContext, hotkey: Uint8Array): void {
  const threshold = storage.StakeThreshold.get(state)
  if (threshold === 0n || totalValue(state, hotkey) >= threshold) return
  for (const netuid of allNetuids(state)) storage.PendingChildKeys.remove(state, netuid, hotkey)
}

/** What all stake on a hotkey on all subnets is worth at the prices of the moment, rao of TAO. */
export function totalValue(state: BlockContext['state'], hotkey: Uint8Array): bigint {
  let total = 0n
  for (const netuid of allNetuids(state)) {
    const alpha = U64F64.fromInteger(storage.TotalHotkeyAlpha.get(state, hotkey, netuid))
    total += U64F64.floor(U64F64.mul(alpha, spotPrice(state, netuid)))
  }
  return total
}
