import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { activityCutoffBlocks } from '../../../../yuma/activity.ts'
import type { EpochInput } from '../../../../yuma/epoch-input.ts'
import { totalStakes } from '../staking/stake-reader.ts'
import { storage } from '../storage.ts'
import { commitBlocks } from '../weights/commit-blocks.ts'
import { mechanismRows } from './mechanism-rows.ts'

/** Blocks of silence after which a validator of a subnet is inactive. */
export const activityCutoff = (state: Storage, netuid: number): number =>
  activityCutoffBlocks(storage.ActivityCutoffFactorMilli.get(state, netuid), storage.Tempo.get(state, netuid))

/** Everything the epochs of a subnet's mechanisms depend on, one input per mechanism. Each item is read once. */
export function readEpochInputs(
  state: Storage,
  { netuid, hotkeys, block }: { netuid: number; hotkeys: readonly Uint8Array[]; block: number },
): EpochInput[] {
  const n = hotkeys.length
  const shared = {
    n,
    currentBlock: block,
    ...settingsOf(state, netuid),
    blockAtRegistration: registrationBlocks(state, netuid),
    totalStake: totalStakes(state, netuid, hotkeys),
    validatorPermits: storage.ValidatorPermit.get(state, netuid),
    lastMechanismStepBlock: Number(storage.LastMechansimStepBlock.get(state, netuid)),
    raoEmission: 0n,
  }
  return mechanismRows(state, netuid).map(({ index, weights, bonds }) => ({
    ...shared,
    lastUpdate: wholeNumbers(storage.LastUpdate.get(state, index)),
    commitBlocks: shared.commitRevealEnabled ? commitBlocks(state, { netuid, index, block, hotkeys }) : [],
    weights: weights.map((row) => row.get()),
    bonds: bonds.map((row) => row.get()),
  }))
}

/** What the owner has set, and which uid is its own. */
const settingsOf = derive(
  [
    storage.Tempo,
    storage.ActivityCutoffFactorMilli,
    storage.StakeThreshold,
    storage.Uids,
    storage.SubnetOwnerHotkey,
    storage.MaxAllowedValidators,
    storage.CommitRevealWeightsEnabled,
    storage.Kappa,
    storage.BondsPenalty,
    storage.BondsMovingAverage,
    storage.Yuma3On,
    storage.LiquidAlphaOn,
    storage.AlphaValues,
    storage.AlphaSigmoidSteepness,
  ],
  (state, netuid) => {
    const [alphaLow, alphaHigh] = storage.AlphaValues.get(state, netuid)
    return {
      tempo: storage.Tempo.get(state, netuid),
      activityCutoff: activityCutoff(state, netuid),
      minStake: storage.StakeThreshold.get(state),
      ownerUid: storage.Uids.get(state, netuid, storage.SubnetOwnerHotkey.get(state, netuid)),
      maxAllowedValidators: storage.MaxAllowedValidators.get(state, netuid),
      commitRevealEnabled: storage.CommitRevealWeightsEnabled.get(state, netuid),
      kappa: storage.Kappa.get(state, netuid),
      bondsPenalty: storage.BondsPenalty.get(state, netuid),
      bondsMovingAverage: storage.BondsMovingAverage.get(state, netuid),
      yuma3On: storage.Yuma3On.get(state, netuid),
      liquidAlphaOn: storage.LiquidAlphaOn.get(state, netuid),
      alphaLow,
      alphaHigh,
      alphaSigmoidSteepness: storage.AlphaSigmoidSteepness.get(state, netuid),
    }
  },
)

/** Blocks in which the uids of a subnet were registered. */
const registrationBlocks = derive([storage.SubnetworkN, storage.BlockAtRegistration], (state, netuid) =>
  Array.from({ length: storage.SubnetworkN.get(state, netuid) }, (_, uid) =>
    Number(storage.BlockAtRegistration.get(state, netuid, uid)),
  ),
)

let lastWhole: readonly bigint[] = []
let lastNumbers: readonly number[] = []

/** Numbers of bigints, most of which are those of the last call: comparing takes less than converting. */
function wholeNumbers(whole: readonly bigint[]): readonly number[] {
  const numbers = new Array<number>(whole.length)
  for (let at = 0; at < whole.length; at++) {
    const known = lastWhole[at] === whole[at] ? lastNumbers[at] : undefined
    numbers[at] = known ?? Number(whole[at])
  }
  lastWhole = whole
  lastNumbers = numbers
  return numbers
}
