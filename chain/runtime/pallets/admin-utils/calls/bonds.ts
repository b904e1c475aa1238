import { i16, u16 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { errors as subtensorErrors } from '../../subtensor/errors.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { storage } from '../../subtensor/storage.ts'
import { subnetExists } from '../../subtensor/subnets/subnet.ts'
import { ensureMayChange } from '../authority.ts'
import { errors } from '../errors.ts'
import { storedSetting } from '../stored-setting.ts'

/** Settings of how validators are judged, and of alpha curves. */
export const bondsCalls = {
  sudo_set_rho: storedSetting({
    index: 17,
    docs: 'Sets the steepness of the old trust curve. For owner and root. Emits RhoSet.',
    argument: 'rho',
    type: u16,
    item: storage.Rho,
    event: subtensorEvents.RhoSet,
    authority: 'owner',
    hyperparameter: 8,
    freeze: 'frozen before epochs',
  }),
  sudo_set_activity_cutoff: storedSetting({
    index: 18,
    docs: 'Sets the blocks of silence after which a validator is inactive, old form. For owner and root. Emits ActivityCutoffSet.',
    argument: 'activity_cutoff',
    type: u16,
    item: storage.ActivityCutoff,
    event: subtensorEvents.ActivityCutoffSet,
    authority: 'owner',
    hyperparameter: 9,
    freeze: 'frozen before epochs',
    check(state, _netuid, blocks) {
      const least = storage.MinActivityCutoff.get(state)
      ensure(blocks >= least, subtensorErrors.ActivityCutoffTooLow, () => `${blocks}, at least ${least}`)
    },
  }),
  sudo_set_bonds_penalty: storedSetting({
    index: 60,
    docs: 'Sets the share of clipping that bonds feel, of 65535. For owner and root. Emits BondsPenaltySet.',
    argument: 'bonds_penalty',
    type: u16,
    item: storage.BondsPenalty,
    event: subtensorEvents.BondsPenaltySet,
    authority: 'owner',
    hyperparameter: 14,
    freeze: 'frozen before epochs',
  }),
  sudo_set_alpha_sigmoid_steepness: storedSetting({
    index: 68,
    docs: 'Sets the steepness of the liquid alpha curve in hundredths, for owners not below 0. For owner and root. Emits AlphaSigmoidSteepnessSet.',
    argument: 'steepness',
    type: i16,
    item: storage.AlphaSigmoidSteepness,
    event: subtensorEvents.AlphaSigmoidSteepnessSet,
    authority: 'owner',
    hyperparameter: 20,
    freeze: 'frozen before epochs',
    check(_state, _netuid, steepness, isOwner) {
      ensure(!isOwner || steepness >= 0, errors.NegativeSigmoidSteepness, () => `${steepness}`)
    },
  }),
  sudo_set_alpha_values: defineCall({
    index: 51,
    docs: 'Sets the bounds of liquid alpha, of 65535, where it is on: 1638 ≤ low ≤ high. For owner and root.',
    class: 'operational',
    args: { netuid: u16, alpha_low: u16, alpha_high: u16 },
    dispatch(context, { netuid, alpha_low, alpha_high }) {
      const { state } = context
      ensureMayChange(context, netuid, { authority: 'owner', hyperparameter: 17, freeze: 'frozen before epochs' })
      ensure(subnetExists(state, netuid), errors.SubnetDoesNotExist, () => `netuid ${netuid}`)
      ensure(storage.LiquidAlphaOn.get(state, netuid), subtensorErrors.LiquidAlphaDisabled)
      ensure(alpha_high >= LEAST_ALPHA, subtensorErrors.AlphaHighTooLow, () => `${alpha_high}, at least ${LEAST_ALPHA}`)
      ensure(
        alpha_low >= LEAST_ALPHA && alpha_low <= alpha_high,
        subtensorErrors.AlphaLowOutOfRange,
        () => `${alpha_low}, from ${LEAST_ALPHA} to ${alpha_high}`,
      )
      storage.AlphaValues.put(state, [netuid], [alpha_low, alpha_high])
    },
  }),
} as const

/** 0.025 of 65535. */
const LEAST_ALPHA = 1_638
