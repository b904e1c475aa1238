import type { Value } from '../../../../../shared/scale/type.ts'
import type { Storage } from '../../../../interface.ts'
import { I64F64 } from '../../../../yuma/fixed.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { hotkeysOf } from '../epoch/hotkeys.ts'
import { stakeReader } from '../staking/stake-reader.ts'
import { storage } from '../storage.ts'
import { NO_AXON } from './defaults.ts'
import { readDynamicInfo, readHyperparams } from './subnets.ts'
import { type metagraph, metagraphShape, type subnetState } from './types.ts'

export type MetagraphValue = Value<typeof metagraph>

/** Vectors with an entry a uid. Rank, trust and pruning score are empty, because the epoch no longer finds them. */
function readNeuronVectors(state: Storage, netuid: number, mecid: number, hotkeys: readonly Uint8Array[]) {
  const index = mechanismStorageIndex(netuid, mecid)
  const stake = stakeReader(state, netuid)
  return {
    active: storage.Active.get(state, netuid),
    validator_permit: storage.ValidatorPermit.get(state, netuid),
    pruning_score: [],
    last_update: storage.LastUpdate.get(state, index),
    emission: storage.Emission.get(state, netuid),
    dividends: storage.Dividends.get(state, netuid),
    incentives: storage.Incentive.get(state, index),
    consensus: storage.Consensus.get(state, netuid),
    trust: [],
    rank: [],
    block_at_registration: hotkeys.map((_, uid) => storage.BlockAtRegistration.get(state, netuid, uid)),
    alpha_stake: hotkeys.map((hotkey) => stake.alpha(hotkey)),
    tao_stake: hotkeys.map((hotkey) => stake.tao(hotkey)),
    total_stake: hotkeys.map((hotkey) => I64F64.floor(stake.total(hotkey))),
  }
}

/** Everything about a subnet at a block, with the weights' side of one mechanism. */
export function readMetagraph(state: Storage, netuid: number, mecid: number, block: number): MetagraphValue {
  const hotkeys = hotkeysOf(state, netuid)
  const coldkeys = hotkeys.map((hotkey) => storage.Owner.get(state, hotkey))
  const { subnet_name, token_symbol, subnet_identity, emission, ...dynamic } = readDynamicInfo(state, netuid, block)
  return {
    ...dynamic,
    ...readHyperparams(state, netuid),
    name: subnet_name,
    symbol: token_symbol,
    identity: subnet_identity,
    block: BigInt(block),
    subnet_emission: emission,
    num_uids: hotkeys.length,
    max_uids: storage.MaxAllowedUids.get(state, netuid),
    burn: storage.Burn.get(state, netuid),
    pow_registration_allowed: storage.NetworkPowRegistrationAllowed.get(state, netuid),
    hotkeys,
    coldkeys,
    identities: coldkeys.map((coldkey) => storage.IdentitiesV2.get(state, coldkey)),
    axons: hotkeys.map((hotkey) => storage.Axons.get(state, netuid, hotkey) ?? NO_AXON),
    ...readNeuronVectors(state, netuid, mecid, hotkeys),
    tao_dividends_per_hotkey: hotkeys.map((hotkey) => [
      hotkey,
      storage.RootAlphaDividendsPerSubnet.get(state, netuid, hotkey),
    ]),
    alpha_dividends_per_hotkey: hotkeys.map((hotkey) => [
      hotkey,
      storage.AlphaDividendsPerSubnet.get(state, netuid, hotkey),
    ]),
  }
}

const FIELDS = Object.keys(metagraphShape)

/** The fields of a metagraph with these indices; all others are absent. Indices beyond the last are ignored. */
export function selectMetagraph(whole: MetagraphValue, indices: readonly number[]): Record<string, unknown> {
  const all: Readonly<Record<string, unknown>> = {
    ...whole,
    validators: whole.validator_permit.flatMap((hasPermit, uid) => (hasPermit ? [uid] : [])),
    commitments: [],
  }
  const names = [...FIELDS, 'validators', 'commitments']
  const chosen = new Set(indices)
  const selected = names.filter((_, index) => chosen.has(index)).map((name) => [name, all[name]])
  return { ...Object.fromEntries(selected), netuid: whole.netuid }
}

/** The neurons of a subnet in vectors. */
export function readSubnetState(state: Storage, netuid: number): Value<typeof subnetState> {
  const hotkeys = hotkeysOf(state, netuid)
  return {
    netuid,
    hotkeys,
    coldkeys: hotkeys.map((hotkey) => storage.Owner.get(state, hotkey)),
    ...readNeuronVectors(state, netuid, 0, hotkeys),
    emission_history: [],
  }
}
