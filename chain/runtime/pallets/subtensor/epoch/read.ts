import type { Storage } from '../../../../interface.ts'
import { activityCutoffBlocks } from '../../../../yuma/activity.ts'
import type { EpochInput } from '../../../../yuma/epoch-input.ts'
import { stakeReader } from '../staking/stake-reader.ts'
import { storage } from '../storage.ts'
import { mechanismIndices } from '../subnets/subnet.ts'
import { commitBlocks } from '../weights/commit-blocks.ts'

/** Blocks of silence after which a validator of a subnet is inactive. */
export const activityCutoff = (state: Storage, netuid: number): number =>
  activityCutoffBlocks(storage.ActivityCutoffFactorMilli.get(state, netuid), storage.Tempo.get(state, netuid))

/** Everything the epochs of a subnet's mechanisms depend on, one input per mechanism. Each item is read once. */
export function readEpochInputs(
  state: Storage,
  { netuid, hotkeys, block }: { netuid: number; hotkeys: readonly Uint8Array[]; block: number },
): EpochInput[] {
  const n = hotkeys.length
  const uids = Array.from({ length: n }, (_, uid) => uid)
  const stake = stakeReader(state, netuid)
  const commitRevealEnabled = storage.CommitRevealWeightsEnabled.get(state, netuid)
  const [alphaLow, alphaHigh] = storage.AlphaValues.get(state, netuid)
  const shared = {
    n,
    currentBlock: block,
    tempo: storage.Tempo.get(state, netuid),
    activityCutoff: activityCutoff(state, netuid),
    blockAtRegistration: uids.map((uid) => Number(storage.BlockAtRegistration.get(state, netuid, uid))),
    totalStake: hotkeys.map((hotkey) => stake.total(hotkey)),
    minStake: storage.StakeThreshold.get(state),
    ownerUid: storage.Uids.get(state, netuid, storage.SubnetOwnerHotkey.get(state, netuid)),
    validatorPermits: storage.ValidatorPermit.get(state, netuid),
    maxAllowedValidators: storage.MaxAllowedValidators.get(state, netuid),
    commitRevealEnabled,
    kappa: storage.Kappa.get(state, netuid),
    bondsPenalty: storage.BondsPenalty.get(state, netuid),
    bondsMovingAverage: storage.BondsMovingAverage.get(state, netuid),
    yuma3On: storage.Yuma3On.get(state, netuid),
    liquidAlphaOn: storage.LiquidAlphaOn.get(state, netuid),
    alphaLow,
    alphaHigh,
    alphaSigmoidSteepness: storage.AlphaSigmoidSteepness.get(state, netuid),
    lastMechanismStepBlock: Number(storage.LastMechansimStepBlock.get(state, netuid)),
    raoEmission: 0n,
  }
  return mechanismIndices(state, netuid).map((index) => ({
    ...shared,
    lastUpdate: storage.LastUpdate.get(state, index).map(Number),
    commitBlocks: commitRevealEnabled ? commitBlocks(state, { netuid, index, block, hotkeys }) : [],
    weights: uids.map((uid) => storage.Weights.get(state, index, uid)),
    bonds: uids.map((uid) => storage.Bonds.get(state, index, uid)),
  }))
}
