import { bytes } from '../../../../shared/scale/compound.ts'
import { bool, u32, u64 } from '../../../../shared/scale/primitives.ts'
import { QUICKNET } from '../../../../shared/timelock/beacon.ts'
import { blake2, defineStorage, identity, map, optionalMap, value } from '../../../frame/storage.ts'
import { toConfiguration } from './configuration.ts'
import { beaconConfiguration, pulse } from './types.ts'

export const storage = defineStorage('Drand', {
  BeaconConfig: value(beaconConfiguration, {
    default: toConfiguration(QUICKNET),
    docs: 'The beacon whose pulses this chain stores.',
  }),
  HasMigrationRun: map([identity(bytes(128))], bool, { default: false, docs: 'Whether a storage migration has run.' }),
  Pulses: optionalMap([blake2(u64)], pulse, { docs: 'Pulses of the beacon by round.' }),
  LastStoredRound: value(u64, { default: 0n, docs: 'Newest round whose pulse is stored; 0 for none.' }),
  OldestStoredRound: value(u64, { default: 0n, docs: 'Oldest round whose pulse is stored; 0 for none.' }),
  NextUnsignedAt: value(u32, { default: 0, docs: 'Block in which pulses were last stored.' }),
})
