import { derive } from '../../../../frame/derive.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'

/** What a subnet asks of those who set weights, the same for all of them. */
export interface WeightRules {
  /** Mechanisms of the subnet; 0 where there is none. */
  readonly mechanisms: number
  /** Uids. */
  readonly n: number
  readonly ownerHotkey: Uint8Array
  /** Rao; 0 for none. */
  readonly stakeThreshold: bigint
  readonly lowestVersionKey: bigint
  /** Whether weights are set without a commit. */
  readonly isDirect: boolean
  /** Blocks between two rows of one uid. */
  readonly rateLimit: bigint
  /** Fewest weights of a row. */
  readonly minAllowed: number
}

/** The rules of a subnet. */
export const weightRules = derive(
  [
    storage.NetworksAdded,
    storage.MechanismCountCurrent,
    storage.SubnetworkN,
    storage.SubnetOwnerHotkey,
    storage.StakeThreshold,
    storage.WeightsVersionKey,
    storage.CommitRevealWeightsEnabled,
    storage.WeightsSetRateLimit,
    storage.MinAllowedWeights,
  ],
  (state, netuid): WeightRules => ({
    mechanisms: subnetExists(state, netuid) ? storage.MechanismCountCurrent.get(state, netuid) : 0,
    n: storage.SubnetworkN.get(state, netuid),
    ownerHotkey: storage.SubnetOwnerHotkey.get(state, netuid),
    stakeThreshold: storage.StakeThreshold.get(state),
    lowestVersionKey: storage.WeightsVersionKey.get(state, netuid),
    isDirect: !storage.CommitRevealWeightsEnabled.get(state, netuid),
    rateLimit: storage.WeightsSetRateLimit.get(state, netuid),
    minAllowed: storage.MinAllowedWeights.get(state, netuid),
  }),
)
