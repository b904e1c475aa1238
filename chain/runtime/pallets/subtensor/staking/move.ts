import { equalBytes } from '../../../../../shared/bytes.ts'
import type { BlockContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { U64F64 } from '../../../../yuma/fixed.ts'
import { MIN_STAKE, ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { quoteSell, spotPrice } from '../pool/pool.ts'
import { placeOfSubnet } from '../pool/tao-place.ts'
import { hotkeyExists } from '../registration/hotkey-account.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'
import { mostToMove } from './move-limit.ts'
import type { Position } from './position.ts'
import { addRootStaker, forgetRootStaker, noteRootStake } from './root-claims.ts'
import { canIncreaseStake, decreaseStake, increaseStake, stakeOf } from './stake.ts'
import { buyStake, sellStake } from './trade.ts'

export interface StakeMove {
  readonly from: Position
  readonly to: Position
  /** Rao of the token of the subnet it leaves; more than there is means all of it. */
  readonly alpha: bigint
  /** Least price of the one token in the other, in billionths, and whether a part may be moved that keeps it. */
  readonly limit?: { readonly price: bigint; readonly allowPartial: boolean }
  /** Whether the subnets must allow that stake changes hands. */
  readonly needsTransfers?: boolean
}

/**
 * Moves stake to another hotkey, coldkey or subnet, through both pools where the subnets differ; one of the two trades
 * is free of fees. Emits StakeRemoved and StakeAdded. Returns what was moved in rao of TAO.
 * @throws ModuleError in the order of the checks.
 */
export function moveStakeTo(context: BlockContext, move: StakeMove): bigint {
  const { state } = context
  const { from, to, limit } = move
  const staked = stakeOf(state, from)
  const wanted = move.alpha < staked ? move.alpha : staked
  const isTrade = from.netuid !== to.netuid
  const most = isTrade && limit !== undefined ? mostToMove(state, from.netuid, to.netuid, limit.price) : wanted
  ensureCanMove(state, move, wanted, most)
  const alpha = wanted < most ? wanted : most
  if (!isTrade) return moveWithin(context, from, to, alpha)

  const isFromRoot = from.netuid === ROOT_NETUID
  const between = placeOfSubnet(state, from.netuid)
  // The TAO stays where the first pool keeps it until the second takes it; no account of a person is in between.
  const sold = sellStake(context, from, { alpha, to: between, fee: isFromRoot ? 'free' : 'with fee' })
  ensure(sold.paidOut >= MIN_STAKE, errors.AmountTooLow, () => `worth ${sold.paidOut} rao, at least ${MIN_STAKE}`)
  buyStake(context, to, { tao: sold.paidOut, from: between, fee: isFromRoot ? 'with fee' : 'free' })
  return sold.paidOut
}

function ensureCanMove(state: Storage, { from, to, limit, needsTransfers }: StakeMove, wanted: bigint, most: bigint) {
  const isSameOwner = equalBytes(from.coldkey, to.coldkey) && equalBytes(from.hotkey, to.hotkey)
  ensure(!isSameOwner || from.netuid !== to.netuid, errors.SameNetuid, () => `netuid ${to.netuid}`)
  for (const { netuid } of [from, to])
    ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
  for (const { netuid } of [from, to])
    ensure(storage.SubtokenEnabled.get(state, netuid), errors.SubtokenDisabled, () => `netuid ${netuid}`)
  for (const { hotkey } of [from, to]) ensure(hotkeyExists(state, hotkey), errors.HotKeyAccountNotExists)
  if (from.netuid !== to.netuid) {
    const sold = quoteSell(state, from.netuid, wanted, 'with fee')
    ensure(sold !== undefined, errors.InsufficientLiquidity)
    ensure(sold.paidOut > MIN_STAKE, errors.AmountTooLow, () => `worth ${sold.paidOut} rao, above ${MIN_STAKE}`)
    ensure(
      limit === undefined || limit.allowPartial || wanted <= most,
      errors.SlippageTooHigh,
      () => `${wanted} rao, at most ${most}`,
    )
  }
  if (needsTransfers !== true) return
  for (const { netuid } of [from, to])
    ensure(storage.TransferToggle.get(state, netuid), errors.TransferDisallowed, () => `netuid ${netuid}`)
}

/** Moves stake between holders on one subnet; nothing is traded. */
function moveWithin(context: BlockContext, from: Position, to: Position, alpha: bigint): bigint {
  const { state, deposit } = context
  const { netuid } = from
  const tao = U64F64.floor(U64F64.mul(U64F64.fromInteger(alpha), spotPrice(state, netuid)))
  ensure(tao >= MIN_STAKE, errors.AmountTooLow, () => `worth ${tao} rao, at least ${MIN_STAKE}`)
  decreaseStake(state, from, alpha)
  ensure(canIncreaseStake(state, to.hotkey, netuid, alpha), errors.InsufficientLiquidity)
  increaseStake(state, to, alpha)
  if (netuid === ROOT_NETUID) {
    noteRootStake(state, from, -alpha)
    noteRootStake(state, to, alpha)
    forgetRootStaker(state, from.coldkey)
    addRootStaker(state, to.coldkey)
  }
  storage.LastColdkeyHotkeyStakeBlock.put(state, [to.coldkey, to.hotkey], BigInt(context.block))
  deposit(events.StakeRemoved([from.coldkey, from.hotkey, tao, alpha, netuid, 0n]))
  deposit(events.StakeAdded([to.coldkey, to.hotkey, tao, alpha, netuid, 0n]))
  return tao
}
