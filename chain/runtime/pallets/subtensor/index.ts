import { definePallet } from '../../../frame/pallet.ts'
import { addStake } from './calls/add-stake.ts'
import { addStakeLimit } from './calls/add-stake-limit.ts'
import { batchCommitWeights } from './calls/batch-commit-weights.ts'
import { batchRevealWeights } from './calls/batch-reveal-weights.ts'
import { batchSetWeights } from './calls/batch-set-weights.ts'
import { burnAlpha } from './calls/burn-alpha.ts'
import { burnedRegister } from './calls/burned-register.ts'
import {
  setPendingChildkeyCooldown,
  sudoSetMaxChildkeyTake,
  sudoSetMinChildkeyTake,
  sudoSetTxChildkeyTakeRateLimit,
} from './calls/childkey-settings.ts'
import { claimRoot } from './calls/claim-root.ts'
import { commitCrv3MechanismWeights } from './calls/commit-crv3-mechanism-weights.ts'
import { commitMechanismWeights } from './calls/commit-mechanism-weights.ts'
import { commitTimelockedMechanismWeights } from './calls/commit-timelocked-mechanism-weights.ts'
import { commitTimelockedWeights } from './calls/commit-timelocked-weights.ts'
import { commitWeights } from './calls/commit-weights.ts'
import { decreaseTake } from './calls/decrease-take.ts'
import { increaseTake } from './calls/increase-take.ts'
import { moveStake } from './calls/move-stake.ts'
import { recycleAlpha } from './calls/recycle-alpha.ts'
import { registerLimit } from './calls/register-limit.ts'
import { createRegisterNetwork } from './calls/register-network.ts'
import { removeStake } from './calls/remove-stake.ts'
import { removeStakeFullLimit } from './calls/remove-stake-full-limit.ts'
import { removeStakeLimit } from './calls/remove-stake-limit.ts'
import { revealMechanismWeights } from './calls/reveal-mechanism-weights.ts'
import { revealWeights } from './calls/reveal-weights.ts'
import { sudoSetNumRootClaims, sudoSetRootClaimThreshold } from './calls/root-claim-settings.ts'
import { rootDissolveNetwork } from './calls/root-dissolve-network.ts'
import { rootRegister } from './calls/root-register.ts'
import { createServeAxon } from './calls/serve-axon.ts'
import { createServePrometheus } from './calls/serve-prometheus.ts'
import { setActivityCutoffFactor } from './calls/set-activity-cutoff-factor.ts'
import { setChildkeyTake } from './calls/set-childkey-take.ts'
import { setChildren } from './calls/set-children.ts'
import { setColdkeyAutoStakeHotkey } from './calls/set-coldkey-auto-stake-hotkey.ts'
import { setMechanismWeights } from './calls/set-mechanism-weights.ts'
import { setRootClaimType } from './calls/set-root-claim-type.ts'
import { setTempo } from './calls/set-tempo.ts'
import { setWeights } from './calls/set-weights.ts'
import { startCall } from './calls/start-call.ts'
import { swapStake } from './calls/swap-stake.ts'
import { swapStakeLimit } from './calls/swap-stake-limit.ts'
import { transferStake } from './calls/transfer-stake.ts'
import { triggerEpoch } from './calls/trigger-epoch.ts'
import { tryAssociateHotkey } from './calls/try-associate-hotkey.ts'
import { unstakeAll } from './calls/unstake-all.ts'
import { unstakeAllAlpha } from './calls/unstake-all-alpha.ts'
import { runBlockStep } from './coinbase/block-step.ts'
import { constants, PALLET_INDEX } from './constants.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { mirrorIssuance } from './issuance.ts'
import { CONSTANT_PRICE, type PriceMechanism } from './pool/pool.ts'
import { storage } from './storage.ts'

export interface SubtensorOptions {
  /** Lets neurons announce loopback addresses; for chains whose neurons all run on one machine. Default false. */
  readonly allowLoopback?: boolean
  /** Blocks between two epochs of a new subnet. Default 10, that of the fast build. */
  readonly newSubnetTempo?: number
  /** What sets the price of a new subnet's token: 0, the default, makes it constant; 1 gives the subnet a pool. */
  readonly newSubnetMechanism?: PriceMechanism
}

/** Subnets: neurons, weights, stake, and the emission that pays by consensus. */
export const createSubtensorPallet = ({
  allowLoopback = false,
  newSubnetTempo = 10,
  newSubnetMechanism = CONSTANT_PRICE,
}: SubtensorOptions = {}) =>
  definePallet({
    name: 'SubtensorModule',
    crate: 'pallet_subtensor',
    index: PALLET_INDEX,
    constants,
    storage,
    events,
    errors,
    calls: {
      set_weights: setWeights,
      // 1 batch_set_weights of old: retired.
      add_stake: addStake,
      remove_stake: removeStake,
      serve_axon: createServeAxon({ allowLoopback }),
      serve_prometheus: createServePrometheus({ allowLoopback }),
      burned_register: burnedRegister,
      register_network: createRegisterNetwork({ tempo: newSubnetTempo, mechanism: newSubnetMechanism }),
      decrease_take: decreaseTake,
      increase_take: increaseTake,
      start_call: startCall,
      batch_set_weights: batchSetWeights,
      commit_weights: commitWeights,
      reveal_weights: revealWeights,
      batch_reveal_weights: batchRevealWeights,
      batch_commit_weights: batchCommitWeights,
      commit_timelocked_weights: commitTimelockedWeights,
      commit_mechanism_weights: commitMechanismWeights,
      reveal_mechanism_weights: revealMechanismWeights,
      commit_crv3_mechanism_weights: commitCrv3MechanismWeights,
      commit_timelocked_mechanism_weights: commitTimelockedMechanismWeights,
      set_mechanism_weights: setMechanismWeights,
      register_limit: registerLimit,
      root_register: rootRegister,
      root_dissolve_network: rootDissolveNetwork,
      set_children: setChildren,
      sudo_set_tx_childkey_take_rate_limit: sudoSetTxChildkeyTakeRateLimit,
      set_childkey_take: setChildkeyTake,
      sudo_set_min_childkey_take: sudoSetMinChildkeyTake,
      sudo_set_max_childkey_take: sudoSetMaxChildkeyTake,
      unstake_all: unstakeAll,
      unstake_all_alpha: unstakeAllAlpha,
      move_stake: moveStake,
      transfer_stake: transferStake,
      swap_stake: swapStake,
      add_stake_limit: addStakeLimit,
      remove_stake_limit: removeStakeLimit,
      swap_stake_limit: swapStakeLimit,
      try_associate_hotkey: tryAssociateHotkey,
      recycle_alpha: recycleAlpha,
      burn_alpha: burnAlpha,
      remove_stake_full_limit: removeStakeFullLimit,
      set_pending_childkey_cooldown: setPendingChildkeyCooldown,
      set_coldkey_auto_stake_hotkey: setColdkeyAutoStakeHotkey,
      claim_root: claimRoot,
      set_root_claim_type: setRootClaimType,
      sudo_set_num_root_claims: sudoSetNumRootClaims,
      sudo_set_root_claim_threshold: sudoSetRootClaimThreshold,
      set_tempo: setTempo,
      set_activity_cutoff_factor: setActivityCutoffFactor,
      trigger_epoch: triggerEpoch,
    },
    hooks: {
      onInitialize: runBlockStep,
      onFinalize: ({ state }) => mirrorIssuance(state),
    },
  })
