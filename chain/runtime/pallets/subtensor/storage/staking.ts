import { tuple, vec } from '../../../../../shared/scale/compound.ts'
import { bool, u16, u64, u128 } from '../../../../../shared/scale/primitives.ts'
import { accountId, i96f32, u64f64 } from '../../../../../shared/scale/substrate.ts'
import { blake2, defineStorage, identity, map, optionalMap, twox } from '../../../../frame/storage.ts'
import { claimableRates, rootClaimType, safeFloat, ZERO_ACCOUNT } from '../types.ts'

const ZERO_FLOAT = { mantissa: 0n, exponent: 0n }

/** Who owns which hotkey and who has staked how much on it. */
export const stakingStorage = defineStorage('SubtensorModule', {
  Owner: map([blake2(accountId)], accountId, { default: ZERO_ACCOUNT, docs: 'Coldkey that owns a hotkey.' }),
  AccountFlags: map([blake2(accountId)], u128, { default: 0n, docs: 'Choices of an account, one per bit.' }),
  OwnedHotkeys: map([blake2(accountId)], vec(accountId), { default: [], docs: 'Hotkeys of a coldkey.' }),
  StakingHotkeys: map([blake2(accountId)], vec(accountId), {
    default: [],
    docs: 'Hotkeys on which a coldkey has stake.',
  }),
  Delegates: map([blake2(accountId)], u16, { default: 11_796, docs: 'Take of a hotkey, of 65535.' }),
  ChildkeyTake: map([blake2(accountId), identity(u16)], u16, {
    default: 0,
    docs: 'Take of a child hotkey on a subnet, of 65535.',
  }),
  PendingChildKeys: map([identity(u16), blake2(accountId)], tuple(vec(tuple(u64, accountId)), u64), {
    default: [[], 0n],
    docs: 'Children that take effect at a block.',
  }),
  ChildKeys: map([blake2(accountId), identity(u16)], vec(tuple(u64, accountId)), {
    default: [],
    docs: 'Children of a hotkey on a subnet and the share of stake each gets, of 2^64-1.',
  }),
  ParentKeys: map([blake2(accountId), identity(u16)], vec(tuple(u64, accountId)), {
    default: [],
    docs: 'Parents of a hotkey on a subnet and the share of stake each gives, of 2^64-1.',
  }),
  AutoParentDelegationEnabled: map([blake2(accountId)], bool, {
    default: true,
    docs: 'Whether a hotkey accepts to become a parent automatically.',
  }),
  AutoStakeDestination: optionalMap([blake2(accountId), identity(u16)], accountId, {
    docs: 'Hotkey on which the incentive of a coldkey is staked.',
  }),
  AutoStakeDestinationColdkeys: map([blake2(accountId), identity(u16)], vec(accountId), {
    default: [],
    docs: 'Coldkeys whose incentive is staked on a hotkey.',
  }),
  TotalHotkeyAlpha: map([blake2(accountId), identity(u16)], u64, {
    default: 0n,
    docs: 'Rao staked on a hotkey on a subnet.',
  }),
  TotalHotkeyAlphaLastEpoch: map([blake2(accountId), identity(u16)], u64, {
    default: 0n,
    docs: 'Rao staked on a hotkey on a subnet when its last epoch began.',
  }),
  TotalHotkeyShares: map([blake2(accountId), identity(u16)], u64f64, {
    default: 0n,
    docs: 'Shares of all stakers of a hotkey, old form.',
  }),
  Alpha: map([blake2(accountId), blake2(accountId), identity(u16)], u64f64, {
    default: 0n,
    docs: 'Shares of a coldkey in the stake of a hotkey, old form.',
  }),
  TotalHotkeySharesV2: map([blake2(accountId), identity(u16)], safeFloat, {
    default: ZERO_FLOAT,
    docs: 'Shares of all stakers of a hotkey on a subnet.',
  }),
  AlphaV2: map([blake2(accountId), blake2(accountId), identity(u16)], safeFloat, {
    default: ZERO_FLOAT,
    docs: 'Shares of a coldkey in the stake of a hotkey on a subnet.',
  }),
  AlphaDividendsPerSubnet: map([identity(u16), blake2(accountId)], u64, {
    default: 0n,
    docs: 'Rao that a hotkey and its nominators were paid as validators in the last epoch.',
  }),
  RootAlphaDividendsPerSubnet: map([identity(u16), blake2(accountId)], u64, {
    default: 0n,
    docs: 'Rao that a hotkey and its nominators were paid for root stake in the last epoch.',
  }),
  LastHotkeyEmissionOnNetuid: map([blake2(accountId), identity(u16)], u64, {
    default: 0n,
    docs: 'Rao of the last emission of a hotkey on a subnet.',
  }),
  LastHotkeySwapOnNetuid: map([identity(u16), blake2(accountId)], u64, {
    default: 0n,
    docs: 'Block of the last hotkey swap of a coldkey on a subnet.',
  }),
  LastColdkeyHotkeyStakeBlock: optionalMap([twox(accountId), twox(accountId)], u64, {
    docs: 'Block in which a coldkey last staked on a hotkey.',
  }),
  VotingPower: map([identity(u16), blake2(accountId)], u64, {
    default: 0n,
    docs: 'Moving average of the stake of a hotkey.',
  }),
  RootClaimable: map([blake2(accountId)], claimableRates, {
    default: [],
    docs: 'What root stakers of a hotkey can claim of each subnet, per rao of stake.',
  }),
  RootClaimed: map([identity(u16), blake2(accountId), blake2(accountId)], u128, {
    default: 0n,
    docs: 'What a coldkey has claimed of a subnet through a hotkey.',
  }),
  RootClaimType: map([blake2(accountId)], rootClaimType, {
    default: { tag: 'Swap' },
    docs: 'What becomes of the claims of a coldkey.',
  }),
  RootClaimableThreshold: map([blake2(u16)], i96f32, {
    default: 500_000n << 32n,
    docs: 'Rao below which claims of a subnet wait.',
  }),
})
