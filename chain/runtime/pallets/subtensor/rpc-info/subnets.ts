import type { Value } from '../../../../../shared/scale/type.ts'
import type { Storage } from '../../../../interface.ts'
import { I32F32 } from '../../../../yuma/fixed.ts'
import { activityCutoff } from '../epoch/read.ts'
import { storage } from '../storage.ts'
import { pendingAlpha, subnetName, subnetSymbol } from './defaults.ts'
import type { dynamicInfo, subnetHyperparams, subnetHyperparamsV2, subnetInfo, subnetInfoV2 } from './types.ts'

/** The subnet's settings that an owner can change. */
export function readHyperparams(state: Storage, netuid: number): Value<typeof subnetHyperparams> {
  const [alphaLow, alphaHigh] = storage.AlphaValues.get(state, netuid)
  return {
    rho: storage.Rho.get(state, netuid),
    kappa: storage.Kappa.get(state, netuid),
    immunity_period: storage.ImmunityPeriod.get(state, netuid),
    min_allowed_weights: storage.MinAllowedWeights.get(state, netuid),
    max_weights_limit: 65_535,
    tempo: storage.Tempo.get(state, netuid),
    min_difficulty: storage.MinDifficulty.get(state, netuid),
    max_difficulty: storage.MaxDifficulty.get(state, netuid),
    weights_version: storage.WeightsVersionKey.get(state, netuid),
    weights_rate_limit: storage.WeightsSetRateLimit.get(state, netuid),
    adjustment_interval: storage.AdjustmentInterval.get(state, netuid),
    activity_cutoff: BigInt(activityCutoff(state, netuid)),
    registration_allowed: storage.NetworkRegistrationAllowed.get(state, netuid),
    target_regs_per_interval: storage.TargetRegistrationsPerInterval.get(state, netuid),
    min_burn: storage.MinBurn.get(state, netuid),
    max_burn: storage.MaxBurn.get(state, netuid),
    bonds_moving_avg: storage.BondsMovingAverage.get(state, netuid),
    max_regs_per_block: storage.MaxRegistrationsPerBlock.get(state, netuid),
    serving_rate_limit: storage.ServingRateLimit.get(state, netuid),
    max_validators: storage.MaxAllowedValidators.get(state, netuid),
    adjustment_alpha: storage.AdjustmentAlpha.get(state, netuid),
    difficulty: storage.Difficulty.get(state, netuid),
    commit_reveal_period: storage.RevealPeriodEpochs.get(state, netuid),
    commit_reveal_weights_enabled: storage.CommitRevealWeightsEnabled.get(state, netuid),
    alpha_high: alphaHigh,
    alpha_low: alphaLow,
    liquid_alpha_enabled: storage.LiquidAlphaOn.get(state, netuid),
  }
}

/** `readHyperparams` and what came later. */
export const readHyperparamsV2 = (state: Storage, netuid: number): Value<typeof subnetHyperparamsV2> => ({
  ...readHyperparams(state, netuid),
  alpha_sigmoid_steepness: I32F32.fromInteger(BigInt(storage.AlphaSigmoidSteepness.get(state, netuid))),
  yuma_version: storage.Yuma3On.get(state, netuid) ? 3 : 2,
  subnet_is_active: storage.SubtokenEnabled.get(state, netuid),
  transfers_enabled: storage.TransferToggle.get(state, netuid),
  bonds_reset_enabled: storage.BondsResetOn.get(state, netuid),
  user_liquidity_enabled: false,
})

/** A subnet in short. */
export function readSubnetInfo(state: Storage, netuid: number): Value<typeof subnetInfo> {
  return {
    netuid,
    rho: storage.Rho.get(state, netuid),
    kappa: storage.Kappa.get(state, netuid),
    difficulty: storage.Difficulty.get(state, netuid),
    immunity_period: storage.ImmunityPeriod.get(state, netuid),
    max_allowed_validators: storage.MaxAllowedValidators.get(state, netuid),
    min_allowed_weights: storage.MinAllowedWeights.get(state, netuid),
    max_weights_limit: 65_535,
    scaling_law_power: storage.ScalingLawPower.get(state, netuid),
    subnetwork_n: storage.SubnetworkN.get(state, netuid),
    max_allowed_uids: storage.MaxAllowedUids.get(state, netuid),
    blocks_since_last_step: storage.BlocksSinceLastStep.get(state, netuid),
    tempo: storage.Tempo.get(state, netuid),
    network_modality: 0,
    network_connect: [],
    emission_values: 0n,
    burn: storage.Burn.get(state, netuid),
    owner: storage.SubnetOwner.get(state, netuid),
  }
}

/** A subnet in short, with its identity. */
export function readSubnetInfoV2(state: Storage, netuid: number): Value<typeof subnetInfoV2> {
  const { emission_values, ...rest } = readSubnetInfo(state, netuid)
  return { ...rest, emission_value: emission_values, identity: storage.SubnetIdentitiesV3.get(state, netuid) }
}

/** A subnet's pool and what is pending. */
export function readDynamicInfo(state: Storage, netuid: number, block: number): Value<typeof dynamicInfo> {
  const lastStep = storage.LastMechansimStepBlock.get(state, netuid)
  return {
    netuid,
    owner_hotkey: storage.SubnetOwnerHotkey.get(state, netuid),
    owner_coldkey: storage.SubnetOwner.get(state, netuid),
    subnet_name: subnetName(state, netuid),
    token_symbol: subnetSymbol(state, netuid),
    tempo: storage.Tempo.get(state, netuid),
    last_step: lastStep,
    blocks_since_last_step: BigInt(block) - lastStep,
    emission: 0n,
    alpha_in: storage.SubnetAlphaIn.get(state, netuid),
    alpha_out: storage.SubnetAlphaOut.get(state, netuid),
    tao_in: storage.SubnetTAO.get(state, netuid),
    alpha_out_emission: storage.SubnetAlphaOutEmission.get(state, netuid),
    alpha_in_emission: storage.SubnetAlphaInEmission.get(state, netuid),
    tao_in_emission: storage.SubnetTaoInEmission.get(state, netuid),
    pending_alpha_emission: pendingAlpha(state, netuid),
    pending_root_emission: 0n,
    subnet_volume: storage.SubnetVolume.get(state, netuid),
    network_registered_at: storage.NetworkRegisteredAt.get(state, netuid),
    subnet_identity: storage.SubnetIdentitiesV3.get(state, netuid),
    moving_price: storage.SubnetMovingPrice.get(state, netuid),
  }
}
