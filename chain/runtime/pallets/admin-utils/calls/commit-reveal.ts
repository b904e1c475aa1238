import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { ensure } from '../../../../frame/error.ts'
import { errors as subtensorErrors } from '../../subtensor/errors.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { storage } from '../../subtensor/storage.ts'
import { events } from '../events.ts'
import { subnetSetting } from '../setting.ts'
import { storedGlobalSetting, storedSetting } from '../stored-setting.ts'
import { transactionSetting } from '../transaction-setting.ts'

const SHORTEST_REVEAL_PERIOD = 1n
const LONGEST_REVEAL_PERIOD = 100n
/** Changes of the version key, as a kind of transaction. */
const SET_VERSION_KEY = 4

/** Settings of how weights get to the chain. */
export const commitRevealCalls = {
  sudo_set_weights_version_key: transactionSetting({
    index: 6,
    docs: 'Sets the lowest version key of weights, 0 for any; owners once in 5 tempos. For owner and root. Emits WeightsVersionKeySet.',
    argument: 'weights_version_key',
    type: u64,
    limit: {
      kind: SET_VERSION_KEY,
      blocks: (state, netuid) =>
        storage.WeightsVersionKeyRateLimit.get(state) * BigInt(storage.Tempo.get(state, netuid)),
    },
    apply({ state, deposit }, netuid, key) {
      storage.WeightsVersionKey.put(state, [netuid], key)
      deposit(subtensorEvents.WeightsVersionKeySet([netuid, key]))
    },
  }),
  sudo_set_commit_reveal_weights_interval: storedSetting({
    index: 57,
    docs: 'Sets the epochs between commit and reveal of weights, 1 to 100. For owner and root. Emits CommitRevealPeriodsSet.',
    argument: 'interval',
    type: u64,
    item: storage.RevealPeriodEpochs,
    event: subtensorEvents.CommitRevealPeriodsSet,
    authority: 'owner',
    hyperparameter: 18,
    freeze: 'frozen before epochs',
    check(_state, _netuid, epochs) {
      ensure(epochs <= LONGEST_REVEAL_PERIOD, subtensorErrors.RevealPeriodTooLarge, () => `${epochs}`)
      ensure(epochs >= SHORTEST_REVEAL_PERIOD, subtensorErrors.RevealPeriodTooSmall, () => `${epochs}`)
    },
  }),
  sudo_set_bonds_reset_enabled: subnetSetting({
    index: 70,
    docs: 'Switches whether a miner may ask for the bonds to it to be forgotten. For owner and root. Emits BondsResetToggled.',
    argument: 'enabled',
    type: bool,
    authority: 'owner',
    hyperparameter: 22,
    freeze: 'frozen before epochs',
    apply({ state, deposit }, netuid, enabled) {
      storage.BondsResetOn.put(state, [netuid], enabled)
      deposit(events.BondsResetToggled({ netuid, enabled }))
    },
  }),
  sudo_set_commit_reveal_version: storedGlobalSetting({
    index: 71,
    docs: 'Sets the version that timelocked commits must have. For root. Emits CommitRevealVersionSet.',
    argument: 'version',
    type: u16,
    item: storage.CommitRevealWeightsVersion,
    event: subtensorEvents.CommitRevealVersionSet,
  }),
} as const
