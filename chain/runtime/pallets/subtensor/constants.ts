import { utf8 } from '../../../../shared/bytes.ts'
import { fixedBytes, newtype } from '../../../../shared/scale/compound.ts'
import { bool, i16, u8, u16, u32, u64 } from '../../../../shared/scale/primitives.ts'
import { constant } from '../../../frame/constant.ts'

const percent = newtype(['sp_arithmetic', 'per_things', 'Percent'], u8)
const palletId = newtype(['frame_support', 'PalletId'], fixedBytes(8))

/** Number of the pallet in calls, events and errors. */
export const PALLET_INDEX = 7
/** Netuid of the root network, which has stake but no miners. */
export const ROOT_NETUID = 0
/** Shortest and longest tempo that an owner may choose; the longest is also the safety net of the schedule. */
export const MIN_TEMPO = 360
export const MAX_TEMPO = 50_400
/** Least amount of one staking operation, rao. */
export const MIN_STAKE = 2_000_000n
/** Shortest and longest silence, in thousandths of a tempo, after which an owner may call a validator inactive. */
export const MIN_ACTIVITY_CUTOFF_FACTOR = 1_000
export const MAX_ACTIVITY_CUTOFF_FACTOR = 50_000

/** What metadata shows of the pallet's configuration: the values of the fast build, which local networks run. */
export const constants = {
  InitialIssuance: constant(u64, 0n, 'Issuance before genesis endowments.'),
  InitialMinAllowedWeights: constant(u16, 1024, 'Fewest weights of a row where the subnet sets no other.'),
  InitialEmissionValue: constant(u16, 0, 'Emission share of a new subnet.'),
  InitialTempo: constant(u16, 10, 'Blocks between two epochs where the subnet sets no other.'),
  InitialDifficulty: constant(u64, 10_000_000n, 'Proof-of-work difficulty of a new subnet.'),
  InitialMaxDifficulty: constant(u64, (2n ** 64n - 1n) / 4n, 'Highest proof-of-work difficulty.'),
  InitialMinDifficulty: constant(u64, 10_000_000n, 'Lowest proof-of-work difficulty.'),
  InitialRAORecycledForRegistration: constant(u64, 0n, 'Rao spent on registrations at genesis.'),
  InitialBurn: constant(u64, 100_000_000n, 'Registration price in rao where the subnet sets no other.'),
  InitialMaxBurn: constant(u64, 100_000_000_000n, 'Highest registration price in rao.'),
  InitialMinBurn: constant(u64, 500_000n, 'Lowest registration price in rao.'),
  InitialMinStake: constant(u64, MIN_STAKE, 'Least amount of one staking operation in rao.'),
  MinBurnUpperBound: constant(u64, 1_000_000_000n, 'The lowest registration price must stay below this many rao.'),
  MaxBurnLowerBound: constant(u64, 100_000_000n, 'The highest registration price must stay above this many rao.'),
  MinTempo: constant(u16, MIN_TEMPO, 'Shortest tempo that a subnet owner may set.'),
  MaxTempo: constant(u16, MAX_TEMPO, 'Longest tempo that a subnet owner may set.'),
  MinActivityCutoffFactorMilli: constant(
    u32,
    MIN_ACTIVITY_CUTOFF_FACTOR,
    'Smallest activity cutoff in thousandths of a tempo.',
  ),
  MaxActivityCutoffFactorMilli: constant(
    u32,
    MAX_ACTIVITY_CUTOFF_FACTOR,
    'Largest activity cutoff in thousandths of a tempo.',
  ),
  InitialAdjustmentInterval: constant(u16, 100, 'Blocks between two adjustments of the old registration price.'),
  InitialBondsMovingAverage: constant(u64, 900_000n, 'Weight of old bonds in millionths.'),
  InitialBondsPenalty: constant(u16, 65_535, 'Share of clipping that bonds feel, of 65535.'),
  InitialBondsResetOn: constant(bool, false, 'Whether a miner may ask for its bonds to be reset.'),
  InitialTargetRegistrationsPerInterval: constant(u16, 2, 'Registrations per interval the old price aimed at.'),
  InitialRho: constant(u16, 10, 'Steepness of the old trust curve.'),
  InitialAlphaSigmoidSteepness: constant(i16, 1000, 'Steepness of the liquid alpha curve in hundredths.'),
  InitialKappa: constant(u16, 32_767, 'Consensus majority, of 65535.'),
  InitialMinAllowedUids: constant(u16, 64, 'Fewest uids a subnet may be limited to.'),
  InitialMaxAllowedUids: constant(u16, 256, 'Most uids of a subnet.'),
  InitialValidatorPruneLen: constant(u64, 1n, 'Validators considered by the old pruning.'),
  InitialScalingLawPower: constant(u16, 50, 'Exponent of the old synergy scaling.'),
  InitialImmunityPeriod: constant(u16, 4096, 'Blocks a new uid cannot be pruned where the subnet sets no other.'),
  InitialActivityCutoff: constant(u16, 5000, 'Blocks of silence before a validator is inactive, old form.'),
  InitialMaxRegistrationsPerBlock: constant(u16, 1, 'Registrations per block the old price allowed.'),
  InitialPruningScore: constant(u16, 65_535, 'Pruning score of a neuron.'),
  InitialMaxAllowedValidators: constant(u16, 128, 'Most validator permits where the subnet sets no other.'),
  InitialDefaultDelegateTake: constant(u16, 11_796, 'Take of a validator that never set one, of 65535.'),
  InitialMinDelegateTake: constant(u16, 0, 'Smallest take, of 65535.'),
  InitialDefaultChildKeyTake: constant(u16, 0, 'Take of a child hotkey that never set one, of 65535.'),
  InitialMinChildKeyTake: constant(u16, 0, 'Smallest take of a child hotkey, of 65535.'),
  InitialMaxChildKeyTake: constant(u16, 11_796, 'Largest take of a child hotkey, of 65535.'),
  InitialWeightsVersionKey: constant(u64, 0n, 'Lowest version key of weights where the subnet sets no other.'),
  InitialServingRateLimit: constant(u64, 50n, 'Blocks between two announcements of one axon.'),
  InitialTxRateLimit: constant(u64, 1000n, 'Blocks between two key swaps of one coldkey.'),
  InitialTxDelegateTakeRateLimit: constant(u64, 216_000n, 'Blocks between two increases of one take.'),
  InitialTxChildKeyTakeRateLimit: constant(u64, 5n, 'Blocks between two changes of a child take.'),
  InitialAdjustmentAlpha: constant(u64, 0n, 'Smoothing of the old registration price.'),
  InitialNetworkImmunityPeriod: constant(u64, 1_296_000n, 'Blocks a new subnet cannot be removed.'),
  InitialNetworkMinLockCost: constant(u64, 1_000_000_000_000n, 'Lowest price of a subnet in rao.'),
  InitialSubnetOwnerCut: constant(u16, 11_796, 'Share of emission that goes to subnet owners, of 65535.'),
  InitialNetworkLockReductionInterval: constant(u64, 100_800n, 'Blocks in which the price of a subnet falls to zero.'),
  InitialNetworkRateLimit: constant(u64, 7200n, 'Blocks between two subnet registrations.'),
  KeySwapCost: constant(u64, 100_000_000n, 'Price of a key swap in rao.'),
  AlphaHigh: constant(u16, 58_982, 'Upper bound of liquid alpha, of 65535.'),
  AlphaLow: constant(u16, 45_875, 'Lower bound of liquid alpha, of 65535.'),
  LiquidAlphaOn: constant(bool, false, 'Whether liquid alpha is on where the subnet sets no other.'),
  Yuma3On: constant(bool, false, 'Whether Yuma 3 is on where the subnet sets no other.'),
  InitialColdkeySwapAnnouncementDelay: constant(u32, 50, 'Blocks between announcement and coldkey swap.'),
  InitialColdkeySwapReannouncementDelay: constant(u32, 10, 'Blocks before a swap may be announced again.'),
  InitialDissolveNetworkScheduleDuration: constant(
    u32,
    36_000,
    'Blocks between the decision to remove a subnet and its removal.',
  ),
  InitialTaoWeight: constant(u64, 971_718_665_099_567_868n, 'Weight of root stake beside subnet stake, of 2^64-1.'),
  InitialEmaPriceHalvingPeriod: constant(u64, 201_600n, 'Blocks in which the moving price gets half its speed.'),
  InitialStartCallDelay: constant(u64, 0n, 'Blocks between registration and start of a subnet.'),
  KeySwapOnSubnetCost: constant(u64, 1_000_000n, 'Price of a hotkey swap on one subnet in rao.'),
  HotkeySwapOnSubnetInterval: constant(u64, 1n, 'Blocks between two hotkey swaps on one subnet.'),
  LeaseDividendsDistributionInterval: constant(u32, 100, 'Blocks between two payments to lease contributors.'),
  MaxImmuneUidsPercentage: constant(percent, 80, 'Most uids in percent that may be immune after trimming.'),
  SubtensorPalletId: constant(palletId, utf8('subtensr'), 'Origin of the accounts that hold the TAO of subnets.'),
  BurnAccountId: constant(palletId, utf8('burntnsr'), 'Origin of the account that holds burnt TAO.'),
  InitialMaxEpochsPerBlock: constant(u8, 32, 'Most epochs run in one block; the rest wait.'),
}
