import { bytes, tuple } from '../../../../../shared/scale/compound.ts'
import { bool, u8, u16, u32, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId, hash256, i64f64, i96f32, u64f64 } from '../../../../../shared/scale/substrate.ts'
import { blake2, defineStorage, identity, map, optionalMap, twox, value } from '../../../../frame/storage.ts'
import { rateLimitKey } from '../types.ts'

/** Settings and counters of the whole chain. */
export const globalStorage = defineStorage('SubtensorModule', {
  MinActivityCutoff: value(u16, {
    default: 360,
    docs: 'Fewest blocks of silence before a validator is inactive, old form.',
  }),
  AdminFreezeWindow: value(u16, {
    default: 10,
    docs: 'Blocks before an epoch in which hyperparameters cannot change.',
  }),
  OwnerHyperparamRateLimit: value(u16, {
    default: 2,
    docs: 'Tempos between two changes of one hyperparameter by the owner.',
  }),
  DissolveNetworkScheduleDuration: value(u32, {
    default: 36_000,
    docs: 'Blocks between the decision to remove a subnet and its removal.',
  }),
  NextStakeJobId: value(u64, { default: 0n, docs: 'Number of the next queued staking operation.' }),
  TaoWeight: value(u64, {
    default: 971_718_665_099_567_868n,
    docs: 'Weight of root stake beside subnet stake, of 2^64-1.',
  }),
  CKBurn: value(u64, { default: 0n, docs: 'Share of dividends burnt between parent and child hotkeys, of 2^64-1.' }),
  MaxDelegateTake: value(u16, { default: 11_796, docs: 'Largest take of a validator, of 65535.' }),
  MinDelegateTake: value(u16, { default: 0, docs: 'Smallest take of a validator, of 65535.' }),
  MaxChildkeyTake: value(u16, { default: 11_796, docs: 'Largest take of a child hotkey, of 65535.' }),
  MinChildkeyTake: value(u16, { default: 0, docs: 'Smallest take of a child hotkey, of 65535.' }),
  BlockEmission: value(u64, {
    default: 1_000_000_000n,
    docs: 'Rao that the emission curve gives at the current issuance.',
  }),
  SubnetLimit: value(u16, { default: 128, docs: 'Most subnets besides root.' }),
  TotalIssuance: value(u64, {
    default: 0n,
    docs: 'All rao that exist: free, reserved, staked and pending. Equals Balances.TotalIssuance after every block.',
  }),
  TotalStake: value(u64, { default: 0n, docs: 'All TAO staked on root and on subnets with a constant price, rao.' }),
  SubnetMovingAlpha: value(i96f32, { default: 12_885n, docs: 'Speed of the moving price.' }),
  ColdkeySwapAnnouncementDelay: value(u32, { default: 50, docs: 'Blocks between announcement and coldkey swap.' }),
  ColdkeySwapReannouncementDelay: value(u32, { default: 10, docs: 'Blocks before a swap may be announced again.' }),
  ColdkeySwapAnnouncements: optionalMap([twox(accountId)], tuple(u32, hash256), {
    docs: 'Block from which an announced coldkey swap may run, and the hash of the new coldkey.',
  }),
  ColdkeySwapDisputes: optionalMap([twox(accountId)], u32, { docs: 'Block at which a coldkey swap was disputed.' }),
  MaturityRate: value(u64, { default: 934_866n, docs: 'Blocks in which the conviction of a lock matures.' }),
  UnlockRate: value(u64, { default: 934_866n, docs: 'Blocks in which a lock decays.' }),
  NetTaoFlowEnabled: value(bool, { default: true, docs: 'Whether flows are counted net of the protocol.' }),
  TaoFlowCutoff: value(i64f64, { default: 0n, docs: 'Flow below which a subnet gets no emission, where flows count.' }),
  FlowNormExponent: value(u64f64, { default: 1n << 64n, docs: 'Exponent of the flow, where flows count.' }),
  FlowEmaSmoothingFactor: value(u64, { default: 29_597_889_189_277n, docs: 'Speed of the moving flow.' }),
  UsedWork: map([identity(bytes())], u64, { default: 0n, docs: 'Block in which a proof of work was used.' }),
  TotalNetworks: value(u16, { default: 0, docs: 'Subnets that exist, with root.' }),
  NetworkImmunityPeriod: value(u64, { default: 1_296_000n, docs: 'Blocks a new subnet cannot be removed.' }),
  StartCallDelay: value(u64, { default: 0n, docs: 'Blocks between registration and start of a subnet.' }),
  NetworkMinLockCost: value(u64, { default: 1_000_000_000_000n, docs: 'Lowest price of a subnet in rao.' }),
  NetworkLastLockCost: value(u64, {
    default: 1_000_000_000_000n,
    docs: 'Price in rao at which the last subnet was registered.',
  }),
  NetworkLockReductionInterval: value(u64, {
    default: 100_800n,
    docs: 'Blocks in which the price of a subnet falls by the last price.',
  }),
  NetworkRateLimit: value(u64, { default: 0n, docs: 'Blocks between two subnet registrations.' }),
  NetworkRegistrationStartBlock: value(u64, { default: 0n, docs: 'First block in which subnets may be registered.' }),
  SubnetOwnerCut: value(u16, { default: 11_796, docs: 'Share of emission that goes to subnet owners, of 65535.' }),
  NominatorMinRequiredStake: value(u64, { default: 0n, docs: 'Least rao a nomination may have.' }),
  WeightsVersionKeyRateLimit: value(u64, { default: 5n, docs: 'Tempos between two changes of the version key.' }),
  LastRateLimitedBlock: map([identity(rateLimitKey)], u64, {
    default: 0n,
    docs: 'Block in which something limited in rate last happened.',
  }),
  TransactionKeyLastBlock: map([blake2(accountId), identity(u16), identity(u16)], u64, {
    default: 0n,
    docs: 'Block in which an account last made a kind of transaction on a subnet.',
  }),
  LastTxBlock: map([identity(accountId)], u64, { default: 0n, docs: 'Block of the last key swap of an account.' }),
  LastTxBlockChildKeyTake: map([identity(accountId)], u64, {
    default: 0n,
    docs: 'Block of the last change of a child take.',
  }),
  LastTxBlockDelegateTake: map([identity(accountId)], u64, {
    default: 0n,
    docs: 'Block of the last change of a take.',
  }),
  TxRateLimit: value(u64, { default: 1000n, docs: 'Blocks between two key swaps of one coldkey.' }),
  TxDelegateTakeRateLimit: value(u64, { default: 216_000n, docs: 'Blocks between two increases of one take.' }),
  TxChildkeyTakeRateLimit: value(u64, { default: 5n, docs: 'Blocks between two changes of a child take.' }),
  MaxEpochsPerBlock: value(u8, { default: 32, docs: 'Most epochs run in one block; the rest wait for the next.' }),
  StakeThreshold: value(u64, { default: 0n, docs: 'Least effective stake in rao of a neuron whose weights count.' }),
  CommitRevealWeightsVersion: value(u16, { default: 4, docs: 'Version of timelocked commits.' }),
  TaoInRefundDeploymentBlock: value(u64, { default: 0n, docs: 'Block from which unused pool emission is refunded.' }),
  MaxMechanismCount: value(u8, { default: 2, docs: 'Most mechanisms of one subnet.' }),
  NumRootClaim: value(u64, { default: 5n, docs: 'Root claims made automatically per block.' }),
  NumStakingColdkeys: value(u64, { default: 0n, docs: 'Coldkeys that take part in automatic root claims.' }),
  StakingColdkeysByIndex: optionalMap([identity(u64)], accountId, {
    docs: 'Coldkey by its place in the automatic root claims.',
  }),
  StakingColdkeys: optionalMap([identity(accountId)], u64, {
    docs: 'Place of a coldkey in the automatic root claims.',
  }),
  NextSubnetLeaseId: value(u32, { default: 0, docs: 'Number of the next subnet lease.' }),
  HasMigrationRun: map([identity(bytes())], bool, { default: false, docs: 'Whether a storage migration has run.' }),
  PendingChildKeyCooldown: value(u64, { default: 15n, docs: 'Blocks between the choice of children and its effect.' }),
})
