import { u8, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { i96f32 } from '../../../../../shared/scale/substrate.ts'
import { ensure } from '../../../../frame/error.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { dropSmallNominations } from '../../subtensor/staking/remove.ts'
import { storage } from '../../subtensor/storage.ts'
import { errors } from '../errors.ts'
import { globalSetting } from '../setting.ts'
import { storedGlobalSetting } from '../stored-setting.ts'

/** Settings of all subnets together: how many, how dear, how fast; root alone sets them. */
export const networkCalls = {
  sudo_set_tx_rate_limit: storedGlobalSetting({
    index: 2,
    docs: 'Sets the blocks between two key swaps of one coldkey. For root. Emits TxRateLimitSet.',
    argument: 'tx_rate_limit',
    type: u64,
    item: storage.TxRateLimit,
    event: subtensorEvents.TxRateLimitSet,
  }),
  sudo_set_network_immunity_period: storedGlobalSetting({
    index: 35,
    docs: 'Sets the blocks a new subnet cannot be removed. For root. Emits NetworkImmunityPeriodSet.',
    argument: 'immunity_period',
    type: u64,
    item: storage.NetworkImmunityPeriod,
    event: subtensorEvents.NetworkImmunityPeriodSet,
  }),
  sudo_set_network_min_lock_cost: storedGlobalSetting({
    index: 36,
    docs: 'Sets the lowest price of a subnet, rao. For root. Emits NetworkMinLockCostSet.',
    argument: 'lock_cost',
    type: u64,
    item: storage.NetworkMinLockCost,
    event: subtensorEvents.NetworkMinLockCostSet,
  }),
  sudo_set_subnet_limit: storedGlobalSetting({
    index: 37,
    docs: 'Sets the most subnets besides root. For root. Emits SubnetLimitSet.',
    argument: 'max_subnets',
    type: u16,
    item: storage.SubnetLimit,
    event: subtensorEvents.SubnetLimitSet,
  }),
  sudo_set_lock_reduction_interval: storedGlobalSetting({
    index: 38,
    docs: 'Sets the blocks in which the price of a subnet falls by the last price. For root. Emits NetworkLockCostReductionIntervalSet.',
    argument: 'interval',
    type: u64,
    item: storage.NetworkLockReductionInterval,
    event: subtensorEvents.NetworkLockCostReductionIntervalSet,
  }),
  sudo_set_tx_delegate_take_rate_limit: storedGlobalSetting({
    index: 45,
    docs: 'Sets the blocks between two increases of one take. For root. Emits TxDelegateTakeRateLimitSet.',
    argument: 'tx_rate_limit',
    type: u64,
    item: storage.TxDelegateTakeRateLimit,
    event: subtensorEvents.TxDelegateTakeRateLimitSet,
  }),
  sudo_set_min_delegate_take: storedGlobalSetting({
    index: 46,
    docs: 'Sets the smallest take of a validator, of 65535. For root. Emits MinDelegateTakeSet.',
    argument: 'take',
    type: u16,
    item: storage.MinDelegateTake,
    event: subtensorEvents.MinDelegateTakeSet,
  }),
  sudo_set_subnet_moving_alpha: storedGlobalSetting({
    index: 63,
    docs: 'Sets the speed of moving prices. For root.',
    argument: 'alpha',
    type: i96f32,
    item: storage.SubnetMovingAlpha,
  }),
  sudo_set_ck_burn: storedGlobalSetting({
    index: 73,
    docs: 'Sets the share of dividends burnt between parent and child hotkeys, of 2^64-1. For root.',
    argument: 'burn',
    type: u64,
    item: storage.CKBurn,
  }),
  sudo_set_owner_hparam_rate_limit: storedGlobalSetting({
    index: 75,
    docs: 'Sets the tempos between two changes of one hyperparameter by the owner. For root. Emits OwnerHyperparamRateLimitSet.',
    argument: 'epochs',
    type: u16,
    item: storage.OwnerHyperparamRateLimit,
    event: subtensorEvents.OwnerHyperparamRateLimitSet,
  }),
  sudo_set_start_call_delay: storedGlobalSetting({
    index: 85,
    docs: 'Sets the blocks between registration and start of a subnet. For root. Emits StartCallDelaySet.',
    argument: 'delay',
    type: u64,
    item: storage.StartCallDelay,
    event: subtensorEvents.StartCallDelaySet,
  }),
  sudo_set_nominator_min_required_stake: globalSetting({
    index: 43,
    docs: 'Sets the least nomination, in millionths of the least staking amount; smaller ones are sold. For root.',
    argument: 'min_stake',
    type: u64,
    apply(context, factor) {
      const before = storage.NominatorMinRequiredStake.get(context.state)
      storage.NominatorMinRequiredStake.put(context.state, [], factor)
      if (factor > before) dropSmallNominations(context)
    },
  }),
  sudo_set_max_epochs_per_block: globalSetting({
    index: 96,
    docs: 'Sets the most epochs of one block, at least 1. For root. Emits MaxEpochsPerBlockSet.',
    argument: 'max_epochs_per_block',
    type: u8,
    apply({ state, deposit }, most) {
      ensure(most >= 1, errors.ValueNotInBounds, () => `${most}, at least 1`)
      storage.MaxEpochsPerBlock.put(state, [], most)
      deposit(subtensorEvents.MaxEpochsPerBlockSet([most]))
    },
  }),
} as const
