import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { u64f64 } from '../../../../../shared/scale/substrate.ts'
import { ensure } from '../../../../frame/error.ts'
import { U64F64 } from '../../../../yuma/fixed.ts'
import { errors as subtensorErrors } from '../../subtensor/errors.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { storage } from '../../subtensor/storage.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { notOnRoot } from '../not-on-root.ts'
import { subnetSetting } from '../setting.ts'
import { storedSetting } from '../stored-setting.ts'

const MAX_IMMUNE_OWNER_UIDS = 10
const MAX_BURN_HALF_LIFE = 36_100

/** Settings of who may register at what price, and who must go. */
export const registrationCalls = {
  sudo_set_min_difficulty: storedSetting({
    index: 4,
    docs: 'Sets the lowest proof-of-work difficulty. For root. Emits MinDifficultySet.',
    argument: 'min_difficulty',
    type: u64,
    item: storage.MinDifficulty,
    event: subtensorEvents.MinDifficultySet,
    authority: 'root',
    freeze: 'frozen before epochs',
  }),
  sudo_set_max_difficulty: storedSetting({
    index: 5,
    docs: 'Sets the highest proof-of-work difficulty. For owner and root. Emits MaxDifficultySet.',
    argument: 'max_difficulty',
    type: u64,
    item: storage.MaxDifficulty,
    event: subtensorEvents.MaxDifficultySet,
    authority: 'owner',
    hyperparameter: 2,
    freeze: 'frozen before epochs',
  }),
  sudo_set_adjustment_interval: storedSetting({
    index: 8,
    docs: 'Sets the blocks between two adjustments of the old price. For root. Emits AdjustmentIntervalSet.',
    argument: 'adjustment_interval',
    type: u16,
    item: storage.AdjustmentInterval,
    event: subtensorEvents.AdjustmentIntervalSet,
    authority: 'root',
    freeze: 'any time',
  }),
  sudo_set_adjustment_alpha: storedSetting({
    index: 9,
    docs: 'Sets the smoothing of the old price. For owner and root. Emits AdjustmentAlphaSet.',
    argument: 'adjustment_alpha',
    type: u64,
    item: storage.AdjustmentAlpha,
    event: subtensorEvents.AdjustmentAlphaSet,
    authority: 'owner',
    hyperparameter: 3,
    freeze: 'frozen before epochs',
  }),
  sudo_set_network_registration_allowed: storedSetting({
    index: 19,
    docs: 'Switches whether neurons may register. For root. Emits RegistrationAllowed.',
    argument: 'registration_allowed',
    type: bool,
    item: storage.NetworkRegistrationAllowed,
    event: subtensorEvents.RegistrationAllowed,
    authority: 'root',
    freeze: 'any time',
  }),
  sudo_set_target_registrations_per_interval: storedSetting({
    index: 21,
    docs: 'Sets the registrations per interval that the old price aimed at. For root. Emits RegistrationPerIntervalSet.',
    argument: 'target_registrations_per_interval',
    type: u16,
    item: storage.TargetRegistrationsPerInterval,
    event: subtensorEvents.RegistrationPerIntervalSet,
    authority: 'root',
    freeze: 'frozen before epochs',
  }),
  sudo_set_difficulty: storedSetting({
    index: 24,
    docs: 'Sets the proof-of-work difficulty. For root. Emits DifficultySet.',
    argument: 'difficulty',
    type: u64,
    item: storage.Difficulty,
    event: subtensorEvents.DifficultySet,
    authority: 'root',
    freeze: 'frozen before epochs',
  }),
  sudo_set_max_registrations_per_block: storedSetting({
    index: 27,
    docs: 'Sets the registrations per block that root and the old price allow. For root. Emits MaxRegistrationsPerBlockSet.',
    argument: 'max_registrations_per_block',
    type: u16,
    item: storage.MaxRegistrationsPerBlock,
    event: subtensorEvents.MaxRegistrationsPerBlockSet,
    authority: 'root',
    freeze: 'frozen before epochs',
  }),
  sudo_set_owner_immune_neuron_limit: storedSetting({
    index: 72,
    docs: 'Sets how many hotkeys of the owner are never pruned, 1 to 10. For owner and root.',
    argument: 'immune_neurons',
    type: u16,
    item: storage.ImmuneOwnerUidsLimit,
    authority: 'owner',
    hyperparameter: 23,
    freeze: 'frozen before epochs',
    check(_state, _netuid, limit) {
      ensure(limit >= 1 && limit <= MAX_IMMUNE_OWNER_UIDS, subtensorErrors.InvalidValue, () => `${limit}`)
    },
  }),
  sudo_set_min_allowed_uids: storedSetting({
    index: 79,
    docs: 'Sets the fewest uids the subnet may be limited to. For root. Emits MinAllowedUidsSet.',
    argument: 'min_allowed_uids',
    type: u16,
    item: storage.MinAllowedUids,
    event: subtensorEvents.MinAllowedUidsSet,
    authority: 'root',
    freeze: 'frozen before epochs',
    check(state, netuid, fewest) {
      const most = storage.MaxAllowedUids.get(state, netuid)
      ensure(fewest < most, errors.MinAllowedUidsGreaterThanMaxAllowedUids, () => `${fewest}, below ${most}`)
      const now = storage.SubnetworkN.get(state, netuid)
      ensure(fewest < now, errors.MinAllowedUidsGreaterThanCurrentUids, () => `${fewest}, below ${now}`)
    },
  }),
  sudo_set_min_non_immune_uids: storedSetting({
    index: 84,
    docs: 'Sets the uids without immunity that pruning leaves. For root. Emits MinNonImmuneUidsSet.',
    argument: 'min',
    type: u16,
    item: storage.MinNonImmuneUids,
    event: subtensorEvents.MinNonImmuneUidsSet,
    authority: 'root',
    freeze: 'any time',
  }),
  sudo_set_burn_half_life: subnetSetting({
    index: 89,
    docs: 'Sets the blocks in which the price of a registration halves, 1 to 36100. For owner and root. Emits BurnHalfLifeSet.',
    argument: 'burn_half_life',
    type: u16,
    authority: 'owner',
    hyperparameter: 26,
    freeze: 'frozen before epochs',
    check(state, netuid, blocks) {
      notOnRoot(state, netuid)
      ensure(blocks > 0 && blocks <= MAX_BURN_HALF_LIFE, errors.InvalidValue, () => `${blocks}`)
    },
    apply({ state, deposit }, netuid, burn_half_life) {
      storage.BurnHalfLife.put(state, [netuid], burn_half_life)
      deposit(events.BurnHalfLifeSet({ netuid, burn_half_life }))
    },
  }),
  sudo_set_burn_increase_mult: subnetSetting({
    index: 90,
    docs: 'Sets the factor on the price after each registration, 1 to 3. For owner and root. Emits BurnIncreaseMultSet.',
    argument: 'burn_increase_mult',
    type: u64f64,
    authority: 'owner',
    hyperparameter: 27,
    freeze: 'frozen before epochs',
    check(state, netuid, factor) {
      notOnRoot(state, netuid)
      ensure(factor >= U64F64.one && factor <= 3n * U64F64.one, errors.InvalidValue, () => `${factor} / 2^64`)
    },
    apply({ state, deposit }, netuid, burn_increase_mult) {
      storage.BurnIncreaseMult.put(state, [netuid], burn_increase_mult)
      deposit(events.BurnIncreaseMultSet({ netuid, burn_increase_mult }))
    },
  }),
} as const
