import { bytes, fixedBytes, struct, variant, vec } from '../../../../shared/scale/compound.ts'
import { u32, u64 } from '../../../../shared/scale/primitives.ts'
import type { ScaleType, Value } from '../../../../shared/scale/type.ts'

const path = (name: string) => ['pallet_drand', 'types', name]

/** One round of the beacon. */
export const pulse = struct(path('Pulse'), { round: u64, randomness: bytes(32), signature: bytes(144) })

/** What the beacon is. `period` in seconds, `genesis_time` in Unix seconds. */
export const beaconConfiguration = struct(path('BeaconConfiguration'), {
  public_key: bytes(96),
  period: u32,
  genesis_time: u32,
  hash: bytes(32),
  group_hash: bytes(32),
  scheme_id: bytes(32),
  metadata: struct(path('Metadata'), { beacon_id: bytes(32) }),
})
export type BeaconConfiguration = Value<typeof beaconConfiguration>

/** Public key of who handed something in. */
const multiSigner = variant(['sp_runtime', 'MultiSigner'], {
  Ed25519: { index: 0, fields: [fixedBytes(32)] },
  Sr25519: { index: 1, fields: [fixedBytes(32)] },
  Ecdsa: { index: 2, fields: [fixedBytes(33)] },
})

const ofSigner = <T>(type: ScaleType<T>): ScaleType<T> => ({
  ...type,
  params: [
    { name: 'Public', type: multiSigner },
    { name: 'BlockNumber', type: u32 },
  ],
})

/** Pulses with who handed them in, and when. */
export const pulsesPayload = ofSigner(
  struct(path('PulsesPayload'), { public: multiSigner, block_number: u32, pulses: vec(pulse) }),
)

/** A beacon with who handed it in, and when. */
export const beaconConfigurationPayload = ofSigner(
  struct(path('BeaconConfigurationPayload'), {
    public: multiSigner,
    block_number: u32,
    config: beaconConfiguration,
  }),
)

/** Stands where the chain asks for a key that has nothing to say: pulses prove themselves. */
export const NO_SIGNER: Value<typeof multiSigner> = { tag: 'Sr25519', value: [new Uint8Array(32)] }
