import { compactU8, compactU16, compactU64, compactU128 } from '../../../../../shared/scale/compact.ts'
import { array, option, type Shape, struct, tuple, vec } from '../../../../../shared/scale/compound.ts'
import { bool, u16 } from '../../../../../shared/scale/primitives.ts'
import { accountId, i32f32, i96f32 } from '../../../../../shared/scale/substrate.ts'
import { axonInfo, chainIdentity, prometheusInfo, subnetIdentity } from '../types.ts'

const path = (file: string, name: string) => ['pallet_subtensor', 'rpc_info', file, name]

/** UTF-8 text whose bytes are compact integers each, as clients of these APIs expect. */
const compactText = vec(compactU8)
const shares = vec(tuple(compactU16, compactU16))
const amounts = vec(tuple(accountId, compactU64))

const neuronHead = {
  hotkey: accountId,
  coldkey: accountId,
  uid: compactU16,
  netuid: compactU16,
  active: bool,
  axon_info: axonInfo,
  prometheus_info: prometheusInfo,
  stake: amounts,
  rank: compactU16,
  emission: compactU64,
  incentive: compactU16,
  consensus: compactU16,
  trust: compactU16,
  validator_trust: compactU16,
  dividends: compactU16,
  last_update: compactU64,
  validator_permit: bool,
} satisfies Shape

export const neuronInfoLite = struct(path('neuron_info', 'NeuronInfoLite'), {
  ...neuronHead,
  pruning_score: compactU16,
})

export const neuronInfo = struct(path('neuron_info', 'NeuronInfo'), {
  ...neuronHead,
  weights: shares,
  bonds: shares,
  pruning_score: compactU16,
})

export const stakeInfo = struct(path('stake_info', 'StakeInfo'), {
  hotkey: accountId,
  coldkey: accountId,
  netuid: compactU16,
  stake: compactU64,
  locked: compactU64,
  emission: compactU64,
  tao_emission: compactU64,
  drain: compactU64,
  is_registered: bool,
})

const subnetInfoShape = {
  netuid: compactU16,
  rho: compactU16,
  kappa: compactU16,
  difficulty: compactU64,
  immunity_period: compactU16,
  max_allowed_validators: compactU16,
  min_allowed_weights: compactU16,
  max_weights_limit: compactU16,
  scaling_law_power: compactU16,
  subnetwork_n: compactU16,
  max_allowed_uids: compactU16,
  blocks_since_last_step: compactU64,
  tempo: compactU16,
  network_modality: compactU16,
  network_connect: vec(array(u16, 2)),
} satisfies Shape

export const subnetInfo = struct(path('subnet_info', 'SubnetInfo'), {
  ...subnetInfoShape,
  emission_values: compactU64,
  burn: compactU64,
  owner: accountId,
})

export const subnetInfoV2 = struct(path('subnet_info', 'SubnetInfov2'), {
  ...subnetInfoShape,
  emission_value: compactU64,
  burn: compactU64,
  owner: accountId,
  identity: option(subnetIdentity),
})

const hyperparamsShape = {
  rho: compactU16,
  kappa: compactU16,
  immunity_period: compactU16,
  min_allowed_weights: compactU16,
  max_weights_limit: compactU16,
  tempo: compactU16,
  min_difficulty: compactU64,
  max_difficulty: compactU64,
  weights_version: compactU64,
  weights_rate_limit: compactU64,
  adjustment_interval: compactU16,
  activity_cutoff: compactU64,
  registration_allowed: bool,
  target_regs_per_interval: compactU16,
  min_burn: compactU64,
  max_burn: compactU64,
  bonds_moving_avg: compactU64,
  max_regs_per_block: compactU16,
  serving_rate_limit: compactU64,
  max_validators: compactU16,
  adjustment_alpha: compactU64,
  difficulty: compactU64,
  commit_reveal_period: compactU64,
  commit_reveal_weights_enabled: bool,
  alpha_high: compactU16,
  alpha_low: compactU16,
  liquid_alpha_enabled: bool,
} satisfies Shape

export const subnetHyperparams = struct(path('subnet_info', 'SubnetHyperparams'), hyperparamsShape)

export const subnetHyperparamsV2 = struct(path('subnet_info', 'SubnetHyperparamsV2'), {
  ...hyperparamsShape,
  alpha_sigmoid_steepness: i32f32,
  yuma_version: compactU16,
  subnet_is_active: bool,
  transfers_enabled: bool,
  bonds_reset_enabled: bool,
  user_liquidity_enabled: bool,
})

export const dynamicInfo = struct(path('dynamic_info', 'DynamicInfo'), {
  netuid: compactU16,
  owner_hotkey: accountId,
  owner_coldkey: accountId,
  subnet_name: compactText,
  token_symbol: compactText,
  tempo: compactU16,
  last_step: compactU64,
  blocks_since_last_step: compactU64,
  emission: compactU64,
  alpha_in: compactU64,
  alpha_out: compactU64,
  tao_in: compactU64,
  alpha_out_emission: compactU64,
  alpha_in_emission: compactU64,
  tao_in_emission: compactU64,
  pending_alpha_emission: compactU64,
  pending_root_emission: compactU64,
  subnet_volume: compactU128,
  network_registered_at: compactU64,
  subnet_identity: option(subnetIdentity),
  moving_price: i96f32,
})

const neuronVectors = {
  active: vec(bool),
  validator_permit: vec(bool),
  pruning_score: vec(compactU16),
  last_update: vec(compactU64),
  emission: vec(compactU64),
  dividends: vec(compactU16),
  incentives: vec(compactU16),
  consensus: vec(compactU16),
  trust: vec(compactU16),
  rank: vec(compactU16),
  block_at_registration: vec(compactU64),
  alpha_stake: vec(compactU64),
  tao_stake: vec(compactU64),
  total_stake: vec(compactU64),
} satisfies Shape

export const subnetState = struct(path('show_subnet', 'SubnetState'), {
  netuid: compactU16,
  hotkeys: vec(accountId),
  coldkeys: vec(accountId),
  ...neuronVectors,
  emission_history: vec(vec(compactU64)),
})

/** Fields of a metagraph in the order of their indices in `get_selective_metagraph`. */
export const metagraphShape = {
  netuid: compactU16,
  name: compactText,
  symbol: compactText,
  identity: option(subnetIdentity),
  network_registered_at: compactU64,
  owner_hotkey: accountId,
  owner_coldkey: accountId,
  block: compactU64,
  tempo: compactU16,
  last_step: compactU64,
  blocks_since_last_step: compactU64,
  subnet_emission: compactU64,
  alpha_in: compactU64,
  alpha_out: compactU64,
  tao_in: compactU64,
  alpha_out_emission: compactU64,
  alpha_in_emission: compactU64,
  tao_in_emission: compactU64,
  pending_alpha_emission: compactU64,
  pending_root_emission: compactU64,
  subnet_volume: compactU128,
  moving_price: i96f32,
  rho: compactU16,
  kappa: compactU16,
  min_allowed_weights: compactU16,
  max_weights_limit: compactU16,
  weights_version: compactU64,
  weights_rate_limit: compactU64,
  activity_cutoff: compactU64,
  max_validators: compactU16,
  num_uids: compactU16,
  max_uids: compactU16,
  burn: compactU64,
  difficulty: compactU64,
  registration_allowed: bool,
  pow_registration_allowed: bool,
  immunity_period: compactU16,
  min_difficulty: compactU64,
  max_difficulty: compactU64,
  min_burn: compactU64,
  max_burn: compactU64,
  adjustment_alpha: compactU64,
  adjustment_interval: compactU16,
  target_regs_per_interval: compactU16,
  max_regs_per_block: compactU16,
  serving_rate_limit: compactU64,
  commit_reveal_weights_enabled: bool,
  commit_reveal_period: compactU64,
  liquid_alpha_enabled: bool,
  alpha_high: compactU16,
  alpha_low: compactU16,
  bonds_moving_avg: compactU64,
  hotkeys: vec(accountId),
  coldkeys: vec(accountId),
  identities: vec(option(chainIdentity)),
  axons: vec(axonInfo),
  ...neuronVectors,
  tao_dividends_per_hotkey: amounts,
  alpha_dividends_per_hotkey: amounts,
} satisfies Shape

export const metagraph = struct(path('metagraph', 'Metagraph'), metagraphShape)

const optional = (shape: Shape): Shape =>
  Object.fromEntries(Object.entries(shape).map(([name, type]) => [name, option(type)]))

/** A metagraph in which everything but the netuid can be left out, with the uids of validators and commitments. */
export const selectiveMetagraph = struct(path('metagraph', 'SelectiveMetagraph'), {
  ...optional(metagraphShape),
  netuid: compactU16,
  validators: option(vec(compactU16)),
  commitments: option(vec(tuple(accountId, compactText))),
})
