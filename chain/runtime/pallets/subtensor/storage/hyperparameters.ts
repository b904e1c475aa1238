import { tuple } from '../../../../../shared/scale/compound.ts'
import { bool, i16, u16, u32, u64 } from '../../../../../shared/scale/primitives.ts'
import { u64f64 } from '../../../../../shared/scale/substrate.ts'
import { blake2, defineStorage, identity, map, twox } from '../../../../frame/storage.ts'

const short = (initial: number, docs: string) => map([identity(u16)], u16, { default: initial, docs })
const long = (initial: bigint, docs: string) => map([identity(u16)], u64, { default: initial, docs })
const flag = (initial: boolean, docs: string) => map([identity(u16)], bool, { default: initial, docs })

/** 1.26 in U64F64. */
const BURN_INCREASE = 23_242_897_532_874_035_200n

/** What owner and root can set per subnet. */
export const hyperparameterStorage = defineStorage('SubtensorModule', {
  Tempo: short(10, 'Blocks between two epochs; 0 for no epochs.'),
  ActivityCutoffFactorMilli: map([identity(u16)], u32, {
    default: 13_889,
    docs: 'Silence after which a validator is inactive, in thousandths of a tempo.',
  }),
  ActivityCutoff: short(5000, 'Blocks of silence after which a validator is inactive, old form.'),
  Kappa: short(32_767, 'Consensus majority, of 65535.'),
  Rho: short(10, 'Steepness of the old trust curve.'),
  BondsMovingAverage: long(900_000n, 'Weight of old bonds in millionths.'),
  BondsPenalty: short(65_535, 'Share of clipping that bonds feel, of 65535.'),
  BondsResetOn: flag(false, 'Whether a miner may ask for its bonds to be reset.'),
  LiquidAlphaOn: map([blake2(u16)], bool, {
    default: false,
    docs: 'Whether bonds move at a speed of their own for each pair.',
  }),
  Yuma3On: map([blake2(u16)], bool, { default: false, docs: 'Whether bonds follow Yuma 3.' }),
  AlphaValues: map([identity(u16)], tuple(u16, u16), {
    default: [45_875, 58_982],
    docs: 'Lower and upper bound of liquid alpha, of 65535.',
  }),
  AlphaSigmoidSteepness: map([identity(u16)], i16, {
    default: 1000,
    docs: 'Steepness of the liquid alpha curve in hundredths.',
  }),
  MinAllowedUids: short(64, 'Fewest uids the subnet may be limited to.'),
  MaxAllowedUids: short(256, 'Most uids.'),
  MaxAllowedValidators: short(128, 'Most validator permits.'),
  MinAllowedWeights: short(1024, 'Fewest weights of a row.'),
  MaxWeightsLimit: short(65_535, 'Largest share of one weight in a row, of 65535; no longer enforced below that.'),
  ImmunityPeriod: short(4096, 'Blocks a new uid cannot be pruned.'),
  MinNonImmuneUids: short(10, 'Uids without immunity that pruning leaves.'),
  ImmuneOwnerUidsLimit: short(1, 'Hotkeys of the subnet owner that are never pruned.'),
  WeightsSetRateLimit: long(100n, 'Blocks between two weight rows of one neuron.'),
  WeightsVersionKey: long(0n, 'Lowest version key of weights; 0 accepts all.'),
  CommitRevealWeightsEnabled: flag(true, 'Whether weights are committed first and revealed later.'),
  RevealPeriodEpochs: map([twox(u16)], u64, { default: 1n, docs: 'Epochs between commit and reveal.' }),
  ServingRateLimit: long(50n, 'Blocks between two announcements of one axon; 0 for no limit.'),
  NetworkRegistrationAllowed: flag(true, 'Whether neurons may register.'),
  NetworkPowRegistrationAllowed: flag(true, 'Whether neurons may register by work; such registrations burn as well.'),
  MaxRegistrationsPerBlock: short(1, 'Registrations per block the old price allowed.'),
  TargetRegistrationsPerInterval: short(2, 'Registrations per interval the old price aimed at.'),
  AdjustmentInterval: short(100, 'Blocks between two adjustments of the old price.'),
  AdjustmentAlpha: long(0n, 'Smoothing of the old price.'),
  Burn: long(100_000_000n, 'Price of a registration in rao.'),
  MinBurn: long(500_000n, 'Lowest price of a registration in rao.'),
  MaxBurn: long(100_000_000_000n, 'Highest price of a registration in rao.'),
  BurnHalfLife: short(360, 'Blocks in which the price of a registration halves; 0 for never.'),
  BurnIncreaseMult: map([identity(u16)], u64f64, {
    default: BURN_INCREASE,
    docs: 'Factor on the price after each registration.',
  }),
  Difficulty: long(10_000_000n, 'Proof-of-work difficulty.'),
  MinDifficulty: long(10_000_000n, 'Lowest proof-of-work difficulty.'),
  MaxDifficulty: long((2n ** 64n - 1n) / 4n, 'Highest proof-of-work difficulty.'),
  ValidatorPruneLen: long(1n, 'Validators considered by the old pruning.'),
  ScalingLawPower: short(50, 'Exponent of the old synergy scaling.'),
  MinChildkeyTakePerSubnet: short(0, 'Smallest take of a child hotkey, of 65535.'),
})
