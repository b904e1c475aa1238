import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import type { PalletHarness } from '../../../../support/pallet-harness.ts'
import { NETUID, TAO } from '../../../../support/subnet-builder.ts'

/** One call: what it sets, where that can be read, and what it tells. */
export interface SettingCase {
  name: string
  argument: string
  value: unknown
  read(h: PalletHarness): unknown
  /** Name and data of the event. */
  event?: [string, unknown]
}
const n = NETUID

export const ownerCases: SettingCase[] = [
  {
    name: 'sudo_set_serving_rate_limit',
    argument: 'serving_rate_limit',
    value: 7n,
    read: ({ state }) => storage.ServingRateLimit.get(state, n),
    event: ['SubtensorModule.ServingRateLimitSet', [n, 7n]],
  },
  {
    name: 'sudo_set_immunity_period',
    argument: 'immunity_period',
    value: 12,
    read: ({ state }) => storage.ImmunityPeriod.get(state, n),
    event: ['SubtensorModule.ImmunityPeriodSet', [n, 12]],
  },
  {
    name: 'sudo_set_min_allowed_weights',
    argument: 'min_allowed_weights',
    value: 3,
    read: ({ state }) => storage.MinAllowedWeights.get(state, n),
    event: ['SubtensorModule.MinAllowedWeightSet', [n, 3]],
  },
  {
    name: 'sudo_set_max_allowed_uids',
    argument: 'max_allowed_uids',
    value: 64,
    read: ({ state }) => storage.MaxAllowedUids.get(state, n),
    event: ['SubtensorModule.MaxAllowedUidsSet', [n, 64]],
  },
  {
    name: 'sudo_set_min_burn',
    argument: 'min_burn',
    value: 1_000n,
    read: ({ state }) => storage.MinBurn.get(state, n),
    event: ['SubtensorModule.MinBurnSet', [n, 1_000n]],
  },
  {
    name: 'sudo_set_max_burn',
    argument: 'max_burn',
    value: 2n * TAO,
    read: ({ state }) => storage.MaxBurn.get(state, n),
    event: ['SubtensorModule.MaxBurnSet', [n, 2n * TAO]],
  },
  {
    name: 'sudo_set_bonds_moving_average',
    argument: 'bonds_moving_average',
    value: 975_000n,
    read: ({ state }) => storage.BondsMovingAverage.get(state, n),
    event: ['SubtensorModule.BondsMovingAverageSet', [n, 975_000n]],
  },
  {
    name: 'sudo_set_commit_reveal_weights_enabled',
    argument: 'enabled',
    value: true,
    read: ({ state }) => storage.CommitRevealWeightsEnabled.get(state, n),
    event: ['SubtensorModule.CommitRevealEnabled', [n, true]],
  },
  {
    name: 'sudo_set_liquid_alpha_enabled',
    argument: 'enabled',
    value: true,
    read: ({ state }) => storage.LiquidAlphaOn.get(state, n),
  },
  {
    name: 'sudo_set_yuma3_enabled',
    argument: 'enabled',
    value: false,
    read: ({ state }) => storage.Yuma3On.get(state, n),
    event: ['AdminUtils.Yuma3EnableToggled', { netuid: n, enabled: false }],
  },
  {
    name: 'sudo_set_weights_version_key',
    argument: 'weights_version_key',
    value: 7n,
    read: ({ state }) => storage.WeightsVersionKey.get(state, n),
    event: ['SubtensorModule.WeightsVersionKeySet', [n, 7n]],
  },
  {
    name: 'sudo_set_commit_reveal_weights_interval',
    argument: 'interval',
    value: 3n,
    read: ({ state }) => storage.RevealPeriodEpochs.get(state, n),
    event: ['SubtensorModule.CommitRevealPeriodsSet', [n, 3n]],
  },
  {
    name: 'sudo_set_bonds_reset_enabled',
    argument: 'enabled',
    value: true,
    read: ({ state }) => storage.BondsResetOn.get(state, n),
    event: ['AdminUtils.BondsResetToggled', { netuid: n, enabled: true }],
  },
  {
    name: 'sudo_set_mechanism_count',
    argument: 'mechanism_count',
    value: 1,
    read: ({ state }) => storage.MechanismCountCurrent.get(state, n),
  },
  {
    name: 'sudo_set_mechanism_emission_split',
    argument: 'maybe_split',
    value: [65_535],
    read: ({ state }) => storage.MechanismEmissionSplit.get(state, n),
  },
]
export const rootCases: SettingCase[] = [
  {
    name: 'sudo_set_weights_set_rate_limit',
    argument: 'weights_set_rate_limit',
    value: 5n,
    read: ({ state }) => storage.WeightsSetRateLimit.get(state, n),
    event: ['SubtensorModule.WeightsSetRateLimitSet', [n, 5n]],
  },
  {
    name: 'sudo_set_kappa',
    argument: 'kappa',
    value: 40_000,
    read: ({ state }) => storage.Kappa.get(state, n),
    event: ['SubtensorModule.KappaSet', [n, 40_000]],
  },
  {
    name: 'sudo_set_max_allowed_validators',
    argument: 'max_allowed_validators',
    value: 3,
    read: ({ state }) => storage.MaxAllowedValidators.get(state, n),
    event: ['SubtensorModule.MaxAllowedValidatorsSet', [n, 3]],
  },
  {
    name: 'sudo_set_tempo',
    argument: 'tempo',
    value: 33,
    read: ({ state }) => storage.Tempo.get(state, n),
    event: ['SubtensorModule.TempoSet', [n, 33]],
  },
  {
    name: 'sudo_set_subnet_emission_enabled',
    argument: 'enabled',
    value: true,
    read: ({ state }) => storage.SubnetEmissionEnabled.get(state, n),
    event: ['AdminUtils.SubnetEmissionEnabledSet', { netuid: n, enabled: true }],
  },
]
export const globalCases: SettingCase[] = [
  {
    name: 'sudo_set_subnet_owner_cut',
    argument: 'subnet_owner_cut',
    value: 100,
    read: ({ state }) => storage.SubnetOwnerCut.get(state),
    event: ['SubtensorModule.SubnetOwnerCutSet', [100]],
  },
  {
    name: 'sudo_set_network_rate_limit',
    argument: 'rate_limit',
    value: 9n,
    read: ({ state }) => storage.NetworkRateLimit.get(state),
    event: ['SubtensorModule.NetworkRateLimitSet', [9n]],
  },
  {
    name: 'sudo_set_stake_threshold',
    argument: 'min_stake',
    value: 9n,
    read: ({ state }) => storage.StakeThreshold.get(state),
    event: ['SubtensorModule.StakeThresholdSet', [9n]],
  },
  {
    name: 'sudo_set_admin_freeze_window',
    argument: 'window',
    value: 4,
    read: ({ state }) => storage.AdminFreezeWindow.get(state),
    event: ['SubtensorModule.AdminFreezeWindowSet', [4]],
  },
  {
    name: 'sudo_set_commit_reveal_version',
    argument: 'version',
    value: 5,
    read: ({ state }) => storage.CommitRevealWeightsVersion.get(state),
    event: ['SubtensorModule.CommitRevealVersionSet', [5]],
  },
  {
    name: 'sudo_set_max_mechanism_count',
    argument: 'max_mechanism_count',
    value: 16,
    read: ({ state }) => storage.MaxMechanismCount.get(state),
  },
]
