import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { ensure } from '../../../../frame/error.ts'
import { errors as subtensorErrors } from '../../subtensor/errors.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { storage } from '../../subtensor/storage.ts'
import { fitsMechanisms } from '../../subtensor/subnets/mechanisms.ts'
import { errors } from '../errors.ts'
import { storedSetting } from '../stored-setting.ts'

/** Settings of a subnet's slots: how many, how long immune, who may validate, how often to announce. */
export const neuronCalls = {
  sudo_set_serving_rate_limit: storedSetting({
    index: 3,
    docs: 'Sets the blocks between two announcements of one axon; 0 for no limit. For owner and root. Emits ServingRateLimitSet.',
    argument: 'serving_rate_limit',
    type: u64,
    item: storage.ServingRateLimit,
    event: subtensorEvents.ServingRateLimitSet,
    authority: 'owner',
    hyperparameter: 1,
    freeze: 'frozen before epochs',
  }),
  sudo_set_immunity_period: storedSetting({
    index: 13,
    docs: 'Sets the blocks in which a new uid cannot be pruned. For owner and root. Emits ImmunityPeriodSet.',
    argument: 'immunity_period',
    type: u16,
    item: storage.ImmunityPeriod,
    event: subtensorEvents.ImmunityPeriodSet,
    authority: 'owner',
    hyperparameter: 5,
    freeze: 'frozen before epochs',
  }),
  sudo_set_max_allowed_uids: storedSetting({
    index: 15,
    docs: 'Sets the most uids of a subnet: at least as many as it has, at most 256. For owner and root. Emits MaxAllowedUidsSet.',
    argument: 'max_allowed_uids',
    type: u16,
    item: storage.MaxAllowedUids,
    event: subtensorEvents.MaxAllowedUidsSet,
    authority: 'owner',
    hyperparameter: 25,
    freeze: 'frozen before epochs',
    check(state, netuid, most) {
      const least = storage.MinAllowedUids.get(state, netuid)
      ensure(most >= least, errors.MaxAllowedUidsLessThanMinAllowedUids, () => `${most}, at least ${least}`)
      const now = storage.SubnetworkN.get(state, netuid)
      ensure(most >= now, errors.MaxAllowedUIdsLessThanCurrentUIds, () => `${most}, there are ${now}`)
      ensure(
        most <= storage.MaxAllowedUids.def.fallback,
        errors.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
        () => `${most}`,
      )
      const mechanisms = storage.MechanismCountCurrent.get(state, netuid)
      ensure(
        fitsMechanisms(mechanisms, most),
        subtensorErrors.TooManyUIDsPerMechanism,
        () => `${mechanisms} mechanisms of ${most} uids`,
      )
    },
  }),
  sudo_set_max_allowed_validators: storedSetting({
    index: 25,
    docs: 'Sets the most validator permits, at most as many as uids. For root. Emits MaxAllowedValidatorsSet.',
    argument: 'max_allowed_validators',
    type: u16,
    item: storage.MaxAllowedValidators,
    event: subtensorEvents.MaxAllowedValidatorsSet,
    authority: 'root',
    freeze: 'frozen before epochs',
    check(state, netuid, most) {
      const uids = storage.MaxAllowedUids.get(state, netuid)
      ensure(most <= uids, errors.MaxValidatorsLargerThanMaxUIds, () => `${most}, at most ${uids}`)
    },
  }),
  sudo_set_min_burn: storedSetting({
    index: 22,
    docs: 'Sets the lowest price of a registration, rao: below 1 TAO and below the highest. For owner and root. Emits MinBurnSet.',
    argument: 'min_burn',
    type: u64,
    item: storage.MinBurn,
    event: subtensorEvents.MinBurnSet,
    authority: 'owner',
    hyperparameter: 11,
    freeze: 'frozen before epochs',
    check(state, netuid, burn) {
      const most = storage.MaxBurn.get(state, netuid)
      ensure(
        burn < MIN_BURN_BOUND && burn < most,
        errors.ValueNotInBounds,
        () => `${burn}, below ${MIN_BURN_BOUND} and ${most}`,
      )
    },
  }),
  sudo_set_max_burn: storedSetting({
    index: 23,
    docs: 'Sets the highest price of a registration, rao: above 0.1 TAO and above the lowest. For owner and root. Emits MaxBurnSet.',
    argument: 'max_burn',
    type: u64,
    item: storage.MaxBurn,
    event: subtensorEvents.MaxBurnSet,
    authority: 'owner',
    hyperparameter: 12,
    freeze: 'frozen before epochs',
    check(state, netuid, burn) {
      const least = storage.MinBurn.get(state, netuid)
      ensure(
        burn > MAX_BURN_BOUND && burn > least,
        errors.ValueNotInBounds,
        () => `${burn}, above ${MAX_BURN_BOUND} and ${least}`,
      )
    },
  }),
} as const

const MIN_BURN_BOUND = 1_000_000_000n
const MAX_BURN_BOUND = 100_000_000n
