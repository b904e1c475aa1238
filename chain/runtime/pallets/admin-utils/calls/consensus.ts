import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { ensure } from '../../../../frame/error.ts'
import { restartTempo } from '../../subtensor/epoch/schedule.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { storage } from '../../subtensor/storage.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { subnetSetting } from '../setting.ts'
import { storedSetting } from '../stored-setting.ts'

/** Largest bonds moving average that an owner may set, in millionths. */
const MAX_OWNER_BONDS_MOVING_AVERAGE = 975_000n

/** Settings of a subnet's weights, epochs and emission. */
export const consensusCalls = {
  sudo_set_weights_set_rate_limit: storedSetting({
    index: 7,
    docs: 'Sets the blocks between two weight rows of one neuron. For root. Emits WeightsSetRateLimitSet.',
    argument: 'weights_set_rate_limit',
    type: u64,
    item: storage.WeightsSetRateLimit,
    event: subtensorEvents.WeightsSetRateLimitSet,
    authority: 'root',
    freeze: 'any time',
  }),
  sudo_set_min_allowed_weights: storedSetting({
    index: 14,
    docs: 'Sets the fewest weights of a row. For owner and root. Emits MinAllowedWeightSet.',
    argument: 'min_allowed_weights',
    type: u16,
    item: storage.MinAllowedWeights,
    event: subtensorEvents.MinAllowedWeightSet,
    authority: 'owner',
    hyperparameter: 6,
    freeze: 'frozen before epochs',
  }),
  sudo_set_kappa: storedSetting({
    index: 16,
    docs: 'Sets the majority that consensus needs, of 65535. For root. Emits KappaSet.',
    argument: 'kappa',
    type: u16,
    item: storage.Kappa,
    event: subtensorEvents.KappaSet,
    authority: 'root',
    freeze: 'any time',
  }),
  sudo_set_bonds_moving_average: storedSetting({
    index: 26,
    docs: 'Sets the weight of old bonds in millionths, for owners at most 975000. For owner and root. Emits BondsMovingAverageSet.',
    argument: 'bonds_moving_average',
    type: u64,
    item: storage.BondsMovingAverage,
    event: subtensorEvents.BondsMovingAverageSet,
    authority: 'owner',
    hyperparameter: 13,
    freeze: 'frozen before epochs',
    check(_state, _netuid, average, isOwner) {
      ensure(
        !isOwner || average <= MAX_OWNER_BONDS_MOVING_AVERAGE,
        errors.BondsMovingAverageMaxReached,
        () => `${average}, at most ${MAX_OWNER_BONDS_MOVING_AVERAGE}`,
      )
    },
  }),
  sudo_set_tempo: subnetSetting({
    index: 30,
    docs: 'Sets the blocks between two epochs, 0 for none, and starts the tempo anew. For root. Emits TempoSet.',
    argument: 'tempo',
    type: u16,
    authority: 'root',
    freeze: 'frozen before epochs',
    apply({ state, block, deposit }, netuid, tempo) {
      restartTempo(state, netuid, tempo, block)
      deposit(subtensorEvents.TempoSet([netuid, tempo]))
    },
  }),
  sudo_set_commit_reveal_weights_enabled: storedSetting({
    index: 49,
    docs: 'Switches whether weights are committed first and revealed later. For owner and root. Emits CommitRevealEnabled.',
    argument: 'enabled',
    type: bool,
    item: storage.CommitRevealWeightsEnabled,
    event: subtensorEvents.CommitRevealEnabled,
    authority: 'owner',
    hyperparameter: 15,
    freeze: 'frozen before epochs',
  }),
  sudo_set_liquid_alpha_enabled: storedSetting({
    index: 50,
    docs: 'Switches whether bonds move at a speed of their own for each pair. For owner and root.',
    argument: 'enabled',
    type: bool,
    item: storage.LiquidAlphaOn,
    authority: 'owner',
    hyperparameter: 16,
    freeze: 'frozen before epochs',
  }),
  sudo_set_yuma3_enabled: subnetSetting({
    index: 69,
    docs: 'Switches bonds by Yuma 3. For owner and root. Emits Yuma3EnableToggled.',
    argument: 'enabled',
    type: bool,
    authority: 'owner',
    hyperparameter: 21,
    freeze: 'frozen before epochs',
    apply({ state, deposit }, netuid, enabled) {
      storage.Yuma3On.put(state, [netuid], enabled)
      deposit(events.Yuma3EnableToggled({ netuid, enabled }))
    },
  }),
  sudo_set_subnet_emission_enabled: subnetSetting({
    index: 94,
    docs: 'Switches emission of TAO to a subnet. For root. Emits SubnetEmissionEnabledSet.',
    argument: 'enabled',
    type: bool,
    authority: 'root',
    freeze: 'any time',
    apply({ state, deposit }, netuid, enabled) {
      storage.SubnetEmissionEnabled.put(state, [netuid], enabled)
      deposit(events.SubnetEmissionEnabledSet({ netuid, enabled }))
    },
  }),
} as const
