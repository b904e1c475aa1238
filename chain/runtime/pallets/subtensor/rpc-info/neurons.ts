import type { Value } from '../../../../../shared/scale/type.ts'
import type { Storage } from '../../../../interface.ts'
import { pairsFromRow, type Row } from '../../../../yuma/rows.ts'
import { hotkeysOf } from '../epoch/hotkeys.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'
import { NO_AXON, NO_PROMETHEUS } from './defaults.ts'
import type { neuronInfo, neuronInfoLite } from './types.ts'

export type NeuronInfoLite = Value<typeof neuronInfoLite>
export type NeuronInfo = Value<typeof neuronInfo>

/** Reads neurons of one subnet; vectors with an entry a uid are read once. */
export function neuronReader(state: Storage, netuid: number) {
  const active = storage.Active.get(state, netuid)
  const emission = storage.Emission.get(state, netuid)
  const incentive = storage.Incentive.get(state, netuid)
  const consensus = storage.Consensus.get(state, netuid)
  const validatorTrust = storage.ValidatorTrust.get(state, netuid)
  const dividends = storage.Dividends.get(state, netuid)
  const lastUpdate = storage.LastUpdate.get(state, netuid)
  const permits = storage.ValidatorPermit.get(state, netuid)

  const lite = (uid: number, hotkey: Uint8Array): NeuronInfoLite => {
    const coldkey = storage.Owner.get(state, hotkey)
    return {
      hotkey,
      coldkey,
      uid,
      netuid,
      active: active[uid] ?? false,
      axon_info: storage.Axons.get(state, netuid, hotkey) ?? NO_AXON,
      prometheus_info: storage.Prometheus.get(state, netuid, hotkey) ?? NO_PROMETHEUS,
      stake: [[coldkey, storage.TotalHotkeyAlpha.get(state, hotkey, netuid)]],
      rank: 0,
      emission: emission[uid] ?? 0n,
      incentive: incentive[uid] ?? 0,
      consensus: consensus[uid] ?? 0,
      trust: 0,
      validator_trust: validatorTrust[uid] ?? 0,
      dividends: dividends[uid] ?? 0,
      last_update: lastUpdate[uid] ?? 0n,
      validator_permit: permits[uid] ?? false,
      pruning_score: 65_535,
    }
  }
  const full = (uid: number, hotkey: Uint8Array): NeuronInfo => ({
    ...lite(uid, hotkey),
    weights: nonZero(storage.Weights.get(state, netuid, uid)),
    bonds: nonZero(storage.Bonds.get(state, netuid, uid)),
  })
  return { lite, full }
}

const nonZero = (row: Row) => pairsFromRow(row).filter(([, value]) => value > 0)

/** All neurons by uid; none for a subnet that does not exist. */
export const neuronsLite = (state: Storage, netuid: number): NeuronInfoLite[] => {
  const { lite } = neuronReader(state, netuid)
  return hotkeysOf(state, netuid).map((hotkey, uid) => lite(uid, hotkey))
}

/** All neurons by uid with their weights and bonds. */
export const neurons = (state: Storage, netuid: number): NeuronInfo[] => {
  const { full } = neuronReader(state, netuid)
  return hotkeysOf(state, netuid).map((hotkey, uid) => full(uid, hotkey))
}

/** One neuron, `undefined` for a uid that nobody has. */
export function neuron(state: Storage, netuid: number, uid: number): NeuronInfo | undefined {
  if (!subnetExists(state, netuid) || uid >= storage.SubnetworkN.get(state, netuid)) return undefined
  return neuronReader(state, netuid).full(uid, storage.Keys.get(state, netuid, uid))
}
