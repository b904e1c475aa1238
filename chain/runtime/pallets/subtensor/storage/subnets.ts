import { utf8 } from '../../../../../shared/bytes.ts'
import { bytes, tuple, vec } from '../../../../../shared/scale/compound.ts'
import { bool, i64, u8, u16, u64, u128 } from '../../../../../shared/scale/primitives.ts'
import { accountId, i64f64, i96f32, u96f32 } from '../../../../../shared/scale/substrate.ts'
import { blake2, defineStorage, identity, map, optionalMap, twox } from '../../../../frame/storage.ts'
import { recycleOrBurn, subnetIdentity, ZERO_ACCOUNT } from '../types.ts'

const counter = (docs: string) => map([identity(u16)], u64, { default: 0n, docs })
const flag = (initial: boolean, docs: string) => map([identity(u16)], bool, { default: initial, docs })

/** What a subnet is, holds and has pending. */
export const subnetStorage = defineStorage('SubtensorModule', {
  NetworksAdded: flag(false, 'Whether a subnet exists.'),
  SubnetworkN: map([identity(u16)], u16, { default: 0, docs: 'Number of uids.' }),
  SubnetMechanism: map([identity(u16)], u16, {
    default: 0,
    docs: 'Kind of price: 0 is constant, one rao of stake for one rao; 1 is that of the pool of the subnet.',
  }),
  SubnetOwner: map([identity(u16)], accountId, { default: ZERO_ACCOUNT, docs: 'Coldkey that owns the subnet.' }),
  SubnetOwnerHotkey: map([identity(u16)], accountId, {
    default: ZERO_ACCOUNT,
    docs: 'Hotkey that gets the owner cut.',
  }),
  SubnetIdentitiesV3: optionalMap([blake2(u16)], subnetIdentity, { docs: 'Public description of the subnet.' }),
  TokenSymbol: map([identity(u16)], bytes(), { default: utf8('𝜏'), docs: 'Symbol of the subnet token, UTF-8.' }),
  NetworkRegisteredAt: counter('Block in which the subnet was registered.'),
  RegisteredSubnetCounter: counter('How often the netuid was given out.'),
  FirstEmissionBlockNumber: optionalMap([identity(u16)], u64, {
    docs: 'First block with emission; absent until the owner starts the subnet.',
  }),
  SubtokenEnabled: flag(false, 'Whether stake may be added.'),
  TransferToggle: flag(true, 'Whether stake may be given to another coldkey.'),
  SubnetEmissionEnabled: flag(true, 'Whether the subnet takes part in the split of block emission among pools.'),
  OwnerCutEnabled: flag(true, 'Whether the owner cut is taken.'),
  OwnerCutAutoLockEnabled: flag(false, 'Whether the owner cut is locked when paid.'),
  RecycleOrBurn: map([identity(u16)], recycleOrBurn, {
    default: { tag: 'Burn' },
    docs: 'What happens to incentive of the hotkeys of the subnet owner.',
  }),
  MinerBurned: map([identity(u16)], u96f32, {
    default: 0n,
    docs: 'Share of the last incentive that was withheld from the hotkeys of the owner.',
  }),
  SubnetTAO: counter(
    'TAO of the pool; at a constant price what lock and registrations cost; on root all stake. In rao.',
  ),
  SubnetAlphaIn: counter('Subnet token in the pool.'),
  SubnetAlphaOut: counter('Subnet token outside the pool, with what belongs to nobody.'),
  SubnetProtocolAlpha: counter('Subnet token bought by the chain.'),
  SubnetTaoInEmission: counter('Rao put into the pool in the last block.'),
  SubnetAlphaInEmission: counter('Subnet token put into the pool in the last block.'),
  SubnetAlphaOutEmission: counter('Subnet token emitted to participants in the last block.'),
  SubnetExcessTao: counter('Rao used to buy subnet token in the last block.'),
  SubnetRootSellTao: counter('Rao got by selling the root share in the last block.'),
  SubnetVolume: map([identity(u16)], u128, { default: 0n, docs: 'Rao traded since registration.' }),
  SubnetTaoFlow: map([identity(u16)], i64, { default: 0n, docs: 'Rao that flowed in less what flowed out.' }),
  SubnetProtocolFlow: map([identity(u16)], i64, { default: 0n, docs: 'Rao that the protocol itself moved in.' }),
  SubnetEmaTaoFlow: optionalMap([identity(u16)], tuple(u64, i64f64), { docs: 'Block and moving average of the flow.' }),
  SubnetEmaProtocolFlow: optionalMap([identity(u16)], tuple(u64, i64f64), {
    docs: 'Block and moving average of what the protocol itself moved in.',
  }),
  SubnetMovingPrice: map([identity(u16)], i96f32, { default: 0n, docs: 'Moving average of the price in TAO.' }),
  EMAPriceHalvingBlocks: map([identity(u16)], u64, {
    default: 201_600n,
    docs: 'Blocks after which the moving price has half its speed.',
  }),
  RootProp: map([identity(u16)], u96f32, { default: 0n, docs: 'Share of validator emission that goes to root stake.' }),
  SubnetLocked: counter('Rao that registration of the subnet cost.'),
  LargestLocked: counter('Largest lock the subnet ever had in rao.'),
  PendingServerEmission: counter('Rao waiting for miners until the next epoch.'),
  PendingValidatorEmission: counter('Rao waiting for validators until the next epoch.'),
  PendingRootAlphaDivs: counter('Rao waiting for root stakers until the next epoch.'),
  PendingOwnerCut: counter('Rao waiting for the subnet owner until the next epoch.'),
  LastEpochBlock: counter('Block from which the tempo counts to the next epoch.'),
  PendingEpochAt: counter('Block of an epoch that was asked for or deferred; 0 for none.'),
  SubnetEpochIndex: counter('Epochs so far.'),
  BlocksSinceLastStep: counter('Blocks since the last epoch.'),
  LastMechansimStepBlock: counter('Block of the last epoch that paid. The spelling is the name on chain.'),
  BurnRegistrationsThisInterval: map([identity(u16)], u16, {
    default: 0,
    docs: 'Registrations by burn in the current interval.',
  }),
  POWRegistrationsThisInterval: map([identity(u16)], u16, {
    default: 0,
    docs: 'Registrations by work in the current interval.',
  }),
  RegistrationsThisInterval: map([identity(u16)], u16, { default: 0, docs: 'Registrations in the current interval.' }),
  RegistrationsThisBlock: map([identity(u16)], u16, { default: 0, docs: 'Registrations in the current block.' }),
  LastAdjustmentBlock: counter('Block in which the current interval began.'),
  RAORecycledForRegistration: counter('Rao spent on registrations.'),
  MechanismCountCurrent: map([twox(u16)], u8, { default: 1, docs: 'Number of mechanisms.' }),
  MechanismEmissionSplit: optionalMap([twox(u16)], vec(u16), {
    docs: 'Shares of the mechanisms in emission; they sum to 65535.',
  }),
  VotingPowerTrackingEnabled: flag(false, 'Whether voting power is tracked.'),
  VotingPowerDisableAtBlock: counter('Block in which tracking of voting power ends.'),
  VotingPowerEmaAlpha: map([identity(u16)], u64, {
    default: 3_570_000_000_000_000n,
    docs: 'Speed of voting power, of 10^18.',
  }),
})
