import type { Storage } from '../../../../interface.ts'
import type { PriceMechanism } from '../pool/pool.ts'
import { appendNeuron } from '../registration/neuron-slots.ts'
import { storage } from '../storage.ts'
import { freeSymbol } from './symbol.ts'

export interface NewSubnet {
  readonly netuid: number
  readonly tempo: number
  readonly mechanism: PriceMechanism
  readonly block: number
}

/** Lowest netuid from 1 that no subnet has. */
export function freeNetuid(state: Storage): number {
  let netuid = 1
  while (storage.NetworksAdded.get(state, netuid)) netuid++
  return netuid
}

/**
 * Makes a subnet without owner or neurons and writes what a new one does not leave to defaults. The first epoch is
 * moved by the netuid, so that subnets made together do not all pay in the same block.
 */
export function createSubnet(state: Storage, { netuid, tempo, mechanism, block }: NewSubnet): void {
  storage.SubnetworkN.put(state, [netuid], 0)
  storage.NetworksAdded.put(state, [netuid], true)
  storage.TotalNetworks.mutate(state, [], (count) => count + 1)
  storage.RegisteredSubnetCounter.mutate(state, [netuid], (count) => count + 1n)
  storage.NetworkRegisteredAt.put(state, [netuid], BigInt(block))
  storage.SubnetMechanism.put(state, [netuid], mechanism)
  storage.TokenSymbol.put(state, [netuid], freeSymbol(state, netuid))
  storage.Tempo.put(state, [netuid], tempo)
  const offset = netuid % Math.max(tempo, 1)
  storage.LastEpochBlock.put(state, [netuid], BigInt(Math.max(0, block - offset)))
  storage.BlocksSinceLastStep.put(state, [netuid], 0n)

  storage.MaxAllowedUids.put(state, [netuid], 256)
  storage.MaxAllowedValidators.put(state, [netuid], 64)
  storage.MinAllowedWeights.put(state, [netuid], 1)
  storage.MaxWeightsLimit.put(state, [netuid], 65_535)
  storage.AdjustmentInterval.put(state, [netuid], 100)
  storage.AdjustmentAlpha.put(state, [netuid], 0n)
  storage.TargetRegistrationsPerInterval.put(state, [netuid], 2)
  storage.NetworkRegistrationAllowed.put(state, [netuid], true)
  storage.ImmunityPeriod.put(state, [netuid], 5000)
  storage.Kappa.put(state, [netuid], 32_767)
  storage.Burn.put(state, [netuid], 1_000_000_000n)
  storage.Difficulty.put(state, [netuid], 10_000_000n)
  storage.Yuma3On.put(state, [netuid], true)
  storage.SubnetEmissionEnabled.put(state, [netuid], false)
}

/** Gives a subnet to a coldkey and its hotkey the first uid. */
export function installOwner(
  state: Storage,
  owner: { readonly netuid: number; readonly coldkey: Uint8Array; readonly hotkey: Uint8Array; readonly block: number },
): void {
  storage.SubnetOwner.put(state, [owner.netuid], owner.coldkey)
  storage.SubnetOwnerHotkey.put(state, [owner.netuid], owner.hotkey)
  appendNeuron(state, owner)
}
