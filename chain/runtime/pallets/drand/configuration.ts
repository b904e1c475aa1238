import { utf8 } from '../../../../shared/bytes.ts'
import type { BeaconParameters } from '../../../../shared/timelock/beacon.ts'
import type { BeaconConfiguration } from './types.ts'

/** A beacon as the chain stores it. */
export const toConfiguration = (beacon: BeaconParameters): BeaconConfiguration => ({
  public_key: beacon.publicKey,
  period: beacon.periodSeconds,
  genesis_time: beacon.genesisTime,
  hash: beacon.chainHash,
  group_hash: beacon.groupHash,
  scheme_id: utf8(beacon.schemeId),
  metadata: { beacon_id: utf8(beacon.beaconId) },
})
