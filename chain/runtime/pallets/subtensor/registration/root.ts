import type { BlockContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { stakeOnHotkey } from '../staking/stake.ts'
import { storage } from '../storage.ts'
import { isSubnetAccount, subnetExists } from '../subnets/subnet.ts'
import { createHotkey, hotkeyExists, isHotkeyOf } from './hotkey-account.ts'
import { appendNeuron, replaceNeuron } from './neuron-slots.ts'

const DEFAULT_TAKE = 11_796

/** Gives a hotkey a uid on root. Emits NeuronRegistered. @throws ModuleError in the order of the checks. */
export function registerOnRoot({ state, block, deposit }: BlockContext, coldkey: Uint8Array, hotkey: Uint8Array): void {
  ensure(subnetExists(state, ROOT_NETUID), errors.RootNetworkDoesNotExist)
  const perBlock = storage.MaxRegistrationsPerBlock.get(state, ROOT_NETUID)
  ensure(storage.RegistrationsThisBlock.get(state, ROOT_NETUID) < perBlock, errors.TooManyRegistrationsThisBlock)
  const perInterval = storage.TargetRegistrationsPerInterval.get(state, ROOT_NETUID) * 3
  ensure(
    storage.RegistrationsThisInterval.get(state, ROOT_NETUID) < perInterval,
    errors.TooManyRegistrationsThisInterval,
  )
  ensure(!storage.Uids.has(state, ROOT_NETUID, hotkey), errors.HotKeyAlreadyRegisteredInSubNet)
  ensure(!isSubnetAccount(hotkey), errors.CannotUseSystemAccount)
  ensure(!hotkeyExists(state, hotkey) || isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
  createHotkey(state, coldkey, hotkey)

  const neuron = { netuid: ROOT_NETUID, hotkey, block }
  const isFull = storage.SubnetworkN.get(state, ROOT_NETUID) >= storage.MaxAllowedUids.get(state, ROOT_NETUID)
  const uid = isFull ? replaceLeast(state, neuron) : appendNeuron(state, neuron)
  if (!storage.Delegates.has(state, hotkey)) storage.Delegates.put(state, [hotkey], DEFAULT_TAKE)
  for (const counter of [storage.RegistrationsThisInterval, storage.RegistrationsThisBlock])
    counter.mutate(state, [ROOT_NETUID], (count) => Math.min(count + 1, 65_535))
  deposit(events.NeuronRegistered([ROOT_NETUID, uid, hotkey]))
}

/** Replaces the hotkey with the least root stake, of equals the one with the lowest uid. */
function replaceLeast(state: Storage, neuron: { netuid: number; hotkey: Uint8Array; block: number }): number {
  let least: { uid: number; stake: bigint } | undefined
  for (const [[, uid], hotkey] of storage.Keys.entries(state, ROOT_NETUID)) {
    const stake = stakeOnHotkey(state, hotkey, ROOT_NETUID)
    if (least === undefined || stake < least.stake) least = { uid, stake }
  }
  const own = stakeOnHotkey(state, neuron.hotkey, ROOT_NETUID)
  ensure(
    least !== undefined && least.stake < own,
    errors.StakeTooLowForRoot,
    () => `${own} rao, more than ${least?.stake ?? 0n}`,
  )
  replaceNeuron(state, neuron, least.uid)
  return least.uid
}
