import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'
import { mechanismIndices } from '../subnets/subnet.ts'

export interface NewNeuron {
  readonly netuid: number
  readonly hotkey: Uint8Array
  readonly block: number
}

/** Gives a hotkey the next uid and returns it. */
export function appendNeuron(state: Storage, { netuid, hotkey, block }: NewNeuron): number {
  const uid = storage.SubnetworkN.get(state, netuid)
  storage.SubnetworkN.put(state, [netuid], uid + 1)
  writeSlot(state, netuid, uid, { active: true, lastUpdate: BigInt(block) })
  assign(state, { netuid, hotkey, block }, uid)
  return uid
}

/**
 * Gives the uid of a pruned hotkey to another. What the old one earned, weighted and announced is gone; entries of other
 * rows for the uid stay, weights as zeros and bonds as they are, because the epoch masks bonds older than a registration.
 */
export function replaceNeuron(state: Storage, neuron: NewNeuron, uid: number): void {
  const { netuid, block } = neuron
  const old = storage.Keys.get(state, netuid, uid)
  storage.Uids.remove(state, netuid, old)
  storage.IsNetworkMember.remove(state, old, netuid)
  storage.Axons.remove(state, netuid, old)
  storage.Prometheus.remove(state, netuid, old)
  storage.NeuronCertificates.remove(state, netuid, old)

  writeSlot(state, netuid, uid, { active: true, lastUpdate: BigInt(block) })
  for (const index of mechanismIndices(state, netuid)) {
    storage.Weights.remove(state, index, uid)
    storage.Bonds.remove(state, index, uid)
    zeroWeightsTo(state, index, uid)
  }
  assign(state, neuron, uid)
}

/** The uid of a hotkey's account in each vector that has one entry a uid; a vector that is too short is filled up. */
function writeSlot(state: Storage, netuid: number, uid: number, slot: { active: boolean; lastUpdate: bigint }): void {
  storage.Active.mutate(state, [netuid], (list) => withEntry(list, uid, slot.active, false))
  storage.ValidatorPermit.mutate(state, [netuid], (list) => withEntry(list, uid, false, false))
  storage.Emission.mutate(state, [netuid], (list) => withEntry(list, uid, 0n, 0n))
  for (const item of [storage.Consensus, storage.Dividends, storage.ValidatorTrust, storage.StakeWeight])
    item.mutate(state, [netuid], (list) => withEntry(list, uid, 0, 0))
  for (const index of mechanismIndices(state, netuid)) {
    storage.Incentive.mutate(state, [index], (list) => withEntry(list, uid, 0, 0))
    storage.LastUpdate.mutate(state, [index], (list) => withEntry(list, uid, slot.lastUpdate, 0n))
  }
}

function assign(state: Storage, { netuid, hotkey, block }: NewNeuron, uid: number): void {
  storage.Keys.put(state, [netuid, uid], hotkey)
  storage.Uids.put(state, [netuid, hotkey], uid)
  storage.IsNetworkMember.put(state, [hotkey, netuid], true)
  storage.BlockAtRegistration.put(state, [netuid, uid], BigInt(block))
}

function withEntry<T>(list: readonly T[], at: number, entry: T, filler: T): readonly T[] {
  const next = [...list]
  while (next.length <= at) next.push(filler)
  next[at] = entry
  return next
}

function zeroWeightsTo(state: Storage, index: number, uid: number): void {
  for (const [[, from], row] of [...storage.Weights.entries(state, index)]) {
    if (!row.columns.includes(uid)) continue
    const values = row.values.map((value, i) => (row.columns[i] === uid ? 0 : value))
    storage.Weights.put(state, [index, from], { columns: row.columns, values })
  }
}
