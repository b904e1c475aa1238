import { bytes, tuple, vec } from '../../../../../shared/scale/compound.ts'
import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId, hash256 } from '../../../../../shared/scale/substrate.ts'
import { blake2, defineStorage, identity, map, optionalMap, twox } from '../../../../frame/storage.ts'
import { emptyRow } from '../../../../yuma/rows.ts'
import { axonInfo, chainIdentity, neuronCertificate, prometheusInfo, rowOfPairs, ZERO_ACCOUNT } from '../types.ts'

const perUid = (docs: string) => map([identity(u16)], vec(u16), { default: [], docs })

/** Neurons of a subnet and what the last epoch found. Items marked "per mechanism" have the key mecid · 4096 + netuid. */
export const neuronStorage = defineStorage('SubtensorModule', {
  Uids: optionalMap([identity(u16), blake2(accountId)], u16, { docs: 'Uid of a hotkey.' }),
  Keys: map([identity(u16), identity(u16)], accountId, { default: ZERO_ACCOUNT, docs: 'Hotkey of a uid.' }),
  IsNetworkMember: map([blake2(accountId), identity(u16)], bool, {
    default: false,
    docs: 'Whether a hotkey has a uid on a subnet.',
  }),
  BlockAtRegistration: map([identity(u16), identity(u16)], u64, {
    default: 0n,
    docs: 'Block in which a uid was registered.',
  }),
  Active: map([identity(u16)], vec(bool), { default: [], docs: 'Whether each uid set weights lately.' }),
  Consensus: perUid('Weight of each uid that a majority of stake supports, of 65535.'),
  Incentive: perUid('Share of each uid in what miners get, of 65535, per mechanism.'),
  Dividends: perUid('Share of each uid in what validators get, of 65535.'),
  ValidatorTrust: perUid('Share of the weights of each uid that consensus kept, of 65535.'),
  StakeWeight: perUid('Share of each uid in stake, of 65535.'),
  ValidatorPermit: map([identity(u16)], vec(bool), { default: [], docs: 'Whether the weights of each uid count.' }),
  Emission: map([identity(u16)], vec(u64), { default: [], docs: 'Rao of each uid in the last epoch.' }),
  LastUpdate: map([identity(u16)], vec(u64), {
    default: [],
    docs: 'Block in which each uid last set weights, per mechanism.',
  }),
  Weights: map([identity(u16), identity(u16)], rowOfPairs, {
    default: emptyRow,
    docs: 'Weights of a uid as (uid, value), per mechanism.',
  }),
  Bonds: map([identity(u16), identity(u16)], rowOfPairs, {
    default: emptyRow,
    docs: 'Bonds of a uid as (uid, value), per mechanism.',
  }),
  LoadedEmission: optionalMap([identity(u16)], vec(tuple(accountId, u64, u64)), {
    docs: 'Emission waiting to be paid, old form.',
  }),
  Axons: optionalMap([identity(u16), blake2(accountId)], axonInfo, { docs: 'Where a hotkey serves its axon.' }),
  Prometheus: optionalMap([identity(u16), blake2(accountId)], prometheusInfo, {
    docs: 'Where a hotkey serves its metrics.',
  }),
  NeuronCertificates: optionalMap([identity(u16), blake2(accountId)], neuronCertificate, {
    docs: 'TLS key of a hotkey.',
  }),
  IdentitiesV2: optionalMap([blake2(accountId)], chainIdentity, { docs: 'Public description of a coldkey.' }),
  WeightCommits: optionalMap([twox(u16), twox(accountId)], vec(tuple(hash256, u64, u64, u64)), {
    docs: 'Hashes of weights a hotkey has yet to reveal, with epoch and block, per mechanism.',
  }),
  TimelockedWeightCommits: map([twox(u16), twox(u64)], vec(tuple(accountId, u64, bytes(5000), u64)), {
    default: [],
    docs: 'Encrypted weights by epoch: hotkey, block, bytes and drand round, per mechanism.',
  }),
})
