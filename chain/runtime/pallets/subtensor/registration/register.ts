import type { BlockContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { burnFrom, reducibleBalance, transfer } from '../../balances/account.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { recycleAlpha } from '../pool/alpha.ts'
import { bookBuy, hasPool, quoteBuy } from '../pool/pool.ts'
import { storage } from '../storage.ts'
import { subnetAccount, subnetExists } from '../subnets/subnet.ts'
import { raiseBurn } from './burn.ts'
import { createHotkey, hotkeyExists, isHotkeyOf } from './hotkey-account.ts'
import { appendNeuron, replaceNeuron } from './neuron-slots.ts'
import { uidToPrune } from './pruning.ts'

export interface Registration {
  readonly coldkey: Uint8Array
  readonly hotkey: Uint8Array
  readonly netuid: number
  /** Highest price in rao that the caller accepts. */
  readonly limitPrice?: bigint
}

/**
 * Buys a uid at the price of the moment, on a full subnet that of the worst neuron. The price goes to the subnet and rises with every registration. Emits NeuronRegistered.
 * @throws ModuleError in the order of the checks.
 */
export function registerNeuron(context: BlockContext, { coldkey, hotkey, netuid, limitPrice }: Registration): void {
  const { state, block, deposit } = context
  ensure(netuid !== ROOT_NETUID, errors.RegistrationNotPermittedOnRootSubnet)
  ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
  const cost = storage.Burn.get(state, netuid)
  ensure(
    limitPrice === undefined || cost <= limitPrice,
    errors.RegistrationPriceLimitExceeded,
    () => `price ${cost} rao, limit ${limitPrice}`,
  )
  ensure(storage.NetworkRegistrationAllowed.get(state, netuid), errors.SubNetRegistrationDisabled)
  ensure(!storage.Uids.has(state, netuid, hotkey), errors.HotKeyAlreadyRegisteredInSubNet)
  const balance = reducibleBalance(state, coldkey, 'preserve')
  ensure(balance >= cost, errors.NotEnoughBalanceToStake, () => `price ${cost} rao, spendable ${balance}`)
  ensure(!hotkeyExists(state, hotkey) || isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
  const capacity = storage.MaxAllowedUids.get(state, netuid)
  ensure(capacity > 0, errors.NoNeuronIdAvailable, () => 'the subnet allows no uids')
  const isFull = storage.SubnetworkN.get(state, netuid) >= capacity
  const pruned = isFull ? uidToPrune(state, netuid, block) : undefined
  ensure(!isFull || pruned !== undefined, errors.NoNeuronIdAvailable)

  createHotkey(state, coldkey, hotkey)
  payRegistration(context, coldkey, netuid, cost)
  storage.RAORecycledForRegistration.mutate(state, [netuid], (spent) => spent + cost)
  const neuron = { netuid, hotkey, block }
  const uid = pruned ?? appendNeuron(state, neuron)
  if (pruned !== undefined) replaceNeuron(state, neuron, pruned)
  for (const counter of COUNTERS) counter.mutate(state, [netuid], (count) => Math.min(count + 1, 65_535))
  raiseBurn(state, netuid)
  deposit(events.NeuronRegistered([netuid, uid, hotkey]))
}

/** Moves the price to the subnet; a pool gives token for it, which is destroyed. */
function payRegistration(context: BlockContext, coldkey: Uint8Array, netuid: number, cost: bigint): void {
  const { state } = context
  const account = subnetAccount(netuid)
  transfer(context, { from: coldkey, to: account, amount: cost, preservation: 'preserve' })
  if (!hasPool(state, netuid)) {
    storage.SubnetTAO.mutate(state, [netuid], (tao) => tao + cost)
    return
  }
  const bought = quoteBuy(state, netuid, cost, 'with fee')
  ensure(bought !== undefined, errors.InsufficientLiquidity, () => `${cost} rao`)
  if (bought.fee > 0n) burnFrom(context, account, bought.fee, 'expendable')
  bookBuy(state, netuid, bought)
  recycleAlpha(state, netuid, bought.paidOut)
}

const COUNTERS = [
  storage.RegistrationsThisBlock,
  storage.RegistrationsThisInterval,
  storage.BurnRegistrationsThisInterval,
] as const
