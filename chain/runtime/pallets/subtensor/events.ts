import { compactU16 } from '../../../../shared/scale/compact.ts'
import { tuple, vec } from '../../../../shared/scale/compound.ts'
import { bool, u8, u16, u32, u64 } from '../../../../shared/scale/primitives.ts'
import { accountId, hash256 } from '../../../../shared/scale/substrate.ts'
import { dispatchError } from '../../../frame/dispatch-error.ts'
import { defineEvents, event } from '../../../frame/event.ts'
import { rootClaimType } from './types.ts'

/** Events that this runtime can deposit; the number is the event's place on chain and gaps belong to what is not here yet. */
export const events = defineEvents('SubtensorModule', {
  NetworkAdded: event(0, [u16, u16], 'A subnet was registered: netuid, 1.'),
  NetworkRemoved: event(1, [u16], 'A subnet was removed: netuid.'),
  StakeAdded: event(
    2,
    [accountId, accountId, u64, u64, u16, u64],
    'Stake was added: coldkey, hotkey, rao paid, stake got, netuid, fee.',
  ),
  StakeRemoved: event(
    3,
    [accountId, accountId, u64, u64, u16, u64],
    'Stake was removed: coldkey, hotkey, rao got, stake given, netuid, fee.',
  ),
  StakeMoved: event(
    4,
    [accountId, accountId, u16, accountId, u16, u64],
    'Stake was moved: coldkey, old hotkey and netuid, new hotkey and netuid, rao of TAO.',
  ),
  WeightsSet: event(5, [u16, u16], 'A weight row was replaced: mechanism index (mecid · 4096 + netuid), uid.'),
  NeuronRegistered: event(6, [u16, u16, accountId], 'A hotkey got a uid: netuid, uid, hotkey.'),
  MaxAllowedUidsSet: event(9, [u16, u16], 'Most uids of a subnet: netuid, value.'),
  KappaSet: event(18, [u16, u16], 'Consensus majority: netuid, value of 65535.'),
  MinAllowedWeightSet: event(19, [u16, u16], 'Fewest weights of a row: netuid, value.'),
  WeightsSetRateLimitSet: event(22, [u16, u64], 'Blocks between two weight rows: netuid, value.'),
  ImmunityPeriodSet: event(23, [u16, u16], 'Blocks a new uid cannot be pruned: netuid, value.'),
  BondsMovingAverageSet: event(24, [u16, u64], 'Weight of old bonds: netuid, millionths.'),
  MaxAllowedValidatorsSet: event(27, [u16, u16], 'Most validator permits: netuid, value.'),
  AxonServed: event(28, [u16, accountId], 'An axon was announced: netuid, hotkey.'),
  PrometheusServed: event(29, [u16, accountId], 'Metrics were announced: netuid, hotkey.'),
  WeightsVersionKeySet: event(32, [u16, u64], 'Lowest version key of weights: netuid, value.'),
  ServingRateLimitSet: event(35, [u16, u64], 'Blocks between two announcements: netuid, value.'),
  MaxBurnSet: event(37, [u16, u64], 'Highest registration price: netuid, rao.'),
  MinBurnSet: event(38, [u16, u64], 'Lowest registration price: netuid, rao.'),
  MaxEpochsPerBlockSet: event(39, [u8], 'Most epochs in one block.'),
  AdminFreezeWindowSet: event(43, [u16], 'Blocks before an epoch in which hyperparameters cannot change.'),
  TxChildKeyTakeRateLimitSet: event(42, [u64], 'Blocks between two rises of a child take.'),
  MinChildKeyTakeSet: event(45, [u16], 'Smallest take of a child hotkey, of 65535.'),
  MaxChildKeyTakeSet: event(47, [u16], 'Largest take of a child hotkey, of 65535.'),
  ChildKeyTakeSet: event(48, [accountId, u16], 'A child take was set: hotkey, value of 65535.'),
  TempoSet: event(52, [u16, u16], 'Blocks between two epochs: netuid, value.'),
  StakeThresholdSet: event(54, [u64], 'Least stake of a neuron whose weights count, rao.'),
  SubnetOwnerCutSet: event(57, [u16], 'Share of emission for subnet owners, of 65535.'),
  NetworkRateLimitSet: event(58, [u64], 'Blocks between two subnet registrations.'),
  TakeDecreased: event(64, [accountId, accountId, u16], 'A take fell: coldkey, hotkey, value of 65535.'),
  TakeIncreased: event(65, [accountId, accountId, u16], 'A take rose: coldkey, hotkey, value of 65535.'),
  SetChildrenScheduled: event(
    75,
    [accountId, u16, u64, vec(tuple(u64, accountId))],
    'Children were chosen: hotkey, netuid, block after which they take effect, shares.',
  ),
  SetChildren: event(76, [accountId, u16, vec(tuple(u64, accountId))], 'Children took effect: hotkey, netuid, shares.'),
  StakeTransferred: event(
    91,
    [accountId, accountId, accountId, u16, u16, u64],
    'Stake was given away: old coldkey, new coldkey, hotkey, old netuid, new netuid, rao of TAO.',
  ),
  StakeSwapped: event(
    92,
    [accountId, accountId, u16, u16, u64],
    'Stake went to another subnet: coldkey, hotkey, old netuid, new netuid, rao of TAO.',
  ),
  FirstEmissionBlockNumberSet: event(95, [u16, u64], 'A subnet was started: netuid, first block with emission.'),
  WeightsCommitted: event(
    85,
    [accountId, u16, hash256],
    'A hash of weights was committed: hotkey, mechanism index, hash.',
  ),
  WeightsRevealed: event(
    86,
    [accountId, u16, hash256],
    'Committed weights were revealed: hotkey, mechanism index, their hash.',
  ),
  WeightsBatchRevealed: event(
    87,
    [accountId, u16, vec(hash256)],
    'Several commits were revealed: hotkey, netuid, their hashes.',
  ),
  BatchWeightsCompleted: event(88, [vec(compactU16), accountId], 'A batch of weights or commits ran: netuids, hotkey.'),
  BatchCompletedWithErrors: event(89, [], 'Items of a batch failed; an event for each follows.'),
  BatchWeightItemFailed: event(90, [u16, dispatchError], 'An item of a batch failed: netuid, why.'),
  CommitRevealPeriodsSet: event(100, [u16, u64], 'Epochs between commit and reveal: netuid, value.'),
  AlphaRecycled: event(96, [accountId, accountId, u64, u16], 'Stake was recycled: coldkey, hotkey, rao, netuid.'),
  AlphaBurned: event(97, [accountId, accountId, u64, u16], 'Stake was burnt: coldkey, hotkey, rao, netuid.'),
  CommitRevealEnabled: event(101, [u16, bool], 'Commit and reveal was switched: netuid, on or off.'),
  CommitRevealVersionSet: event(106, [u16], 'Version of timelocked commits.'),
  TimelockedWeightsCommitted: event(
    107,
    [accountId, u16, hash256, u64],
    'Encrypted weights were committed: hotkey, mechanism index, hash of the bytes, round that opens them.',
  ),
  TimelockedWeightsRevealed: event(
    108,
    [u16, accountId],
    'Encrypted weights were opened and set: mechanism index, hotkey.',
  ),
  AutoStakeAdded: event(
    109,
    { netuid: u16, destination: accountId, hotkey: accountId, owner: accountId, incentive: u64 },
    'Incentive of a hotkey was staked on another one, as its coldkey chose.',
  ),
  IncentiveAlphaEmittedToMiners: event(
    110,
    { netuid: u16, emissions: vec(u64) },
    'Incentive of an epoch in rao, by uid.',
  ),
  AutoStakeDestinationSet: event(
    112,
    { coldkey: accountId, netuid: u16, hotkey: accountId },
    'A coldkey chose the hotkey on which its incentive is staked.',
  ),
  RootClaimed: event(114, { coldkey: accountId }, 'Claims of a coldkey on root dividends were paid.'),
  RootClaimTypeSet: event(
    115,
    { coldkey: accountId, root_claim_type: rootClaimType },
    'A coldkey said what becomes of its root dividends.',
  ),
  ActivityCutoffFactorMilliSet: event(
    130,
    { netuid: u16, factor_milli: u32 },
    'Silence after which a validator is inactive, in thousandths of a tempo.',
  ),
  EpochTriggered: event(131, { netuid: u16, by: accountId, fires_at: u64 }, 'The owner asked for an epoch.'),
  EpochDeferred: event(
    132,
    { netuid: u16, from_block: u64, to_block: u64 },
    'An epoch waits, because the block has run as many as it may.',
  ),
  EpochSkipped: event(
    133,
    { netuid: u16, block: u64 },
    'An epoch did not run, because a hotkey has two uids; what is pending stays.',
  ),
})
