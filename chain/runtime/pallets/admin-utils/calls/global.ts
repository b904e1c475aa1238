import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { storage } from '../../subtensor/storage.ts'
import { storedGlobalSetting } from '../stored-setting.ts'

/** Settings of the whole chain; root alone sets them. */
export const globalCalls = {
  sudo_set_subnet_owner_cut: storedGlobalSetting({
    index: 28,
    docs: 'Sets the share of emission that subnet owners get, of 65535. For root. Emits SubnetOwnerCutSet.',
    argument: 'subnet_owner_cut',
    type: u16,
    item: storage.SubnetOwnerCut,
    event: subtensorEvents.SubnetOwnerCutSet,
  }),
  sudo_set_network_rate_limit: storedGlobalSetting({
    index: 29,
    docs: 'Sets the blocks between two registrations of subnets. For root. Emits NetworkRateLimitSet.',
    argument: 'rate_limit',
    type: u64,
    item: storage.NetworkRateLimit,
    event: subtensorEvents.NetworkRateLimitSet,
  }),
  sudo_set_stake_threshold: storedGlobalSetting({
    index: 42,
    docs: 'Sets the least stake of a neuron whose weights count. For root. Emits StakeThresholdSet.',
    argument: 'min_stake',
    type: u64,
    item: storage.StakeThreshold,
    event: subtensorEvents.StakeThresholdSet,
  }),
  sudo_set_admin_freeze_window: storedGlobalSetting({
    index: 74,
    docs: 'Sets the blocks before an epoch in which hyperparameters cannot change; 0 for none. For root. Emits AdminFreezeWindowSet.',
    argument: 'window',
    type: u16,
    item: storage.AdminFreezeWindow,
    event: subtensorEvents.AdminFreezeWindowSet,
  }),
} as const
