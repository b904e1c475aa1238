import { definePallet } from '../../../frame/pallet.ts'
import { addStake } from './calls/add-stake.ts'
import { batchCommitWeights } from './calls/batch-commit-weights.ts'
import { batchRevealWeights } from './calls/batch-reveal-weights.ts'
import { batchSetWeights } from './calls/batch-set-weights.ts'
import { burnedRegister } from './calls/burned-register.ts'
import { commitCrv3MechanismWeights } from './calls/commit-crv3-mechanism-weights.ts'
import { commitMechanismWeights } from './calls/commit-mechanism-weights.ts'
import { commitTimelockedMechanismWeights } from './calls/commit-timelocked-mechanism-weights.ts'
import { commitTimelockedWeights } from './calls/commit-timelocked-weights.ts'
import { commitWeights } from './calls/commit-weights.ts'
import { decreaseTake } from './calls/decrease-take.ts'
import { increaseTake } from './calls/increase-take.ts'
import { registerLimit } from './calls/register-limit.ts'
import { createRegisterNetwork } from './calls/register-network.ts'
import { removeStake } from './calls/remove-stake.ts'
import { revealMechanismWeights } from './calls/reveal-mechanism-weights.ts'
import { revealWeights } from './calls/reveal-weights.ts'
import { createServeAxon } from './calls/serve-axon.ts'
import { createServePrometheus } from './calls/serve-prometheus.ts'
import { setMechanismWeights } from './calls/set-mechanism-weights.ts'
import { setWeights } from './calls/set-weights.ts'
import { startCall } from './calls/start-call.ts'
import { runBlockStep } from './coinbase/block-step.ts'
import { constants, PALLET_INDEX } from './constants.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { mirrorIssuance } from './issuance.ts'
import { storage } from './storage.ts'

export interface SubtensorOptions {
  /** Lets neurons announce loopback addresses; for chains whose neurons all run on one machine. Default false. */
  readonly allowLoopback?: boolean
  /** Blocks between two epochs of a new subnet. Default 10, that of the fast build. */
  readonly newSubnetTempo?: number
}

/** Subnets: neurons, weights, stake, and the emission that pays by consensus. */
export const createSubtensorPallet = ({ allowLoopback = false, newSubnetTempo = 10 }: SubtensorOptions = {}) =>
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
      register_network: createRegisterNetwork({ tempo: newSubnetTempo }),
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
    },
    hooks: {
      onInitialize: runBlockStep,
      onFinalize: ({ state }) => mirrorIssuance(state),
    },
  })
