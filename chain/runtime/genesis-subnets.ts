import { utf8 } from '../../shared/bytes.ts'
import { fromSs58 } from '../../shared/crypto/ss58.ts'
import { RAO_PER_TAO } from '../../shared/units.ts'
import type { Storage } from '../interface.ts'
import { ALICE, ALICE_HOTKEY } from './genesis-accounts.ts'
import { ROOT_NETUID } from './pallets/subtensor/constants.ts'
import { mintAlphaOut } from './pallets/subtensor/pool/alpha.ts'
import { CONSTANT_PRICE, CONSTANT_PRODUCT, noteSqrtPrice, openPool } from './pallets/subtensor/pool/pool.ts'
import { createHotkey } from './pallets/subtensor/registration/hotkey-account.ts'
import { appendNeuron } from './pallets/subtensor/registration/neuron-slots.ts'
import { increaseStake } from './pallets/subtensor/staking/stake.ts'
import { storage } from './pallets/subtensor/storage.ts'
import { subnetAccount } from './pallets/subtensor/subnets/subnet.ts'
import { ZERO_ACCOUNT } from './pallets/subtensor/types.ts'

const APEX_NETUID = 1
const APEX_TAO = 10n * RAO_PER_TAO

/** Writes root and subnet 1 and returns what their accounts hold. */
export function writeGenesisSubnets(state: Storage, tempo: number): readonly { who: Uint8Array; rao: bigint }[] {
  writeSubnet(state, { netuid: ROOT_NETUID, symbol: 'Τ', tempo, maxUids: 64 })
  storage.TargetRegistrationsPerInterval.put(state, [ROOT_NETUID], 1)
  storage.SubnetOwner.put(state, [ROOT_NETUID], fromSs58(ALICE))
  storage.SubnetOwnerHotkey.put(state, [ROOT_NETUID], fromSs58(ALICE_HOTKEY))

  // Root takes stake from the start; subnets wait for their owners.
  storage.SubtokenEnabled.put(state, [ROOT_NETUID], true)
  noteSqrtPrice(state, ROOT_NETUID)

  writeSubnet(state, { netuid: APEX_NETUID, symbol: 'α', tempo, maxUids: 256 })
  storage.SubnetMechanism.put(state, [APEX_NETUID], CONSTANT_PRODUCT)
  openPool(state, APEX_NETUID, { tao: APEX_TAO, alpha: APEX_TAO })
  mintAlphaOut(state, APEX_NETUID, RAO_PER_TAO)
  storage.SubnetLocked.put(state, [APEX_NETUID], 1n)
  storage.LargestLocked.put(state, [APEX_NETUID], 1n)
  // Its one neuron belongs to nobody and holds the one token outside the pool.
  createHotkey(state, ZERO_ACCOUNT, ZERO_ACCOUNT)
  appendNeuron(state, { netuid: APEX_NETUID, hotkey: ZERO_ACCOUNT, block: 0 })
  increaseStake(state, { hotkey: ZERO_ACCOUNT, coldkey: ZERO_ACCOUNT, netuid: APEX_NETUID }, RAO_PER_TAO)
  return [{ who: subnetAccount(APEX_NETUID), rao: APEX_TAO }]
}

function writeSubnet(
  state: Storage,
  { netuid, symbol, tempo, maxUids }: { netuid: number; symbol: string; tempo: number; maxUids: number },
): void {
  storage.NetworksAdded.put(state, [netuid], true)
  storage.TotalNetworks.mutate(state, [], (count) => count + 1)
  storage.SubnetworkN.put(state, [netuid], 0)
  storage.SubnetMechanism.put(state, [netuid], CONSTANT_PRICE)
  storage.TokenSymbol.put(state, [netuid], utf8(symbol))
  storage.Tempo.put(state, [netuid], tempo)
  storage.MaxAllowedUids.put(state, [netuid], maxUids)
  storage.MaxAllowedValidators.put(state, [netuid], 64)
  storage.MinAllowedWeights.put(state, [netuid], 0)
  storage.MaxWeightsLimit.put(state, [netuid], 65_535)
  storage.NetworkRegistrationAllowed.put(state, [netuid], true)
}
