import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { ensure } from '../../../../frame/error.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { storage } from '../../subtensor/storage.ts'
import { recycleOrBurn } from '../../subtensor/types.ts'
import { errors } from '../errors.ts'
import { notOnRoot } from '../not-on-root.ts'
import { storedSetting } from '../stored-setting.ts'

/** Settings of a subnet's stake, emission and price. */
export const economyCalls = {
  sudo_set_toggle_transfer: storedSetting({
    index: 61,
    docs: 'Switches whether stake may be given to another coldkey. For owner and root. Emits TransferToggle.',
    argument: 'toggle',
    type: bool,
    item: storage.TransferToggle,
    event: subtensorEvents.TransferToggle,
    authority: 'owner',
    hyperparameter: 19,
    freeze: 'frozen before epochs',
  }),
  sudo_set_recycle_or_burn: storedSetting({
    index: 80,
    docs: 'Sets what happens to incentive of the owner. For owner and root.',
    argument: 'recycle_or_burn',
    type: recycleOrBurn,
    item: storage.RecycleOrBurn,
    authority: 'owner',
    hyperparameter: 24,
    freeze: 'frozen before epochs',
  }),
  sudo_set_owner_cut_enabled: storedSetting({
    index: 92,
    docs: 'Switches the owner cut. For owner and root.',
    argument: 'enabled',
    type: bool,
    item: storage.OwnerCutEnabled,
    authority: 'owner without limit',
    freeze: 'frozen before epochs',
    check: notOnRoot,
  }),
  sudo_set_min_childkey_take_per_subnet: storedSetting({
    index: 93,
    docs: 'Sets the smallest take of child hotkeys, of 65535. For owner and root. Emits MinChildKeyTakePerSubnetSet.',
    argument: 'take',
    type: u16,
    item: storage.MinChildkeyTakePerSubnet,
    event: subtensorEvents.MinChildKeyTakePerSubnetSet,
    authority: 'owner',
    hyperparameter: 29,
    freeze: 'frozen before epochs',
    check(state, _netuid, take) {
      const most = storage.MaxChildkeyTake.get(state)
      ensure(take <= most, errors.InvalidValue, () => `${take}, at most ${most}`)
    },
  }),
  sudo_set_rao_recycled: storedSetting({
    index: 39,
    docs: 'Sets the count of rao spent on registrations. For root. Emits RAORecycledForRegistrationSet.',
    argument: 'rao_recycled',
    type: u64,
    item: storage.RAORecycledForRegistration,
    event: subtensorEvents.RAORecycledForRegistrationSet,
    authority: 'root',
    freeze: 'any time',
  }),
  sudo_set_ema_price_halving_period: storedSetting({
    index: 65,
    docs: 'Sets the blocks after which the moving price has half its speed. For root.',
    argument: 'ema_halving',
    type: u64,
    item: storage.EMAPriceHalvingBlocks,
    authority: 'root',
    freeze: 'any time',
  }),
  sudo_set_subtoken_enabled: storedSetting({
    index: 66,
    docs: 'Switches whether stake may be added. For root.',
    argument: 'subtoken_enabled',
    type: bool,
    item: storage.SubtokenEnabled,
    authority: 'root',
    freeze: 'frozen before epochs',
  }),
} as const
