import { bytes, newtype, struct, tuple, variant, vec } from '../../../../shared/scale/compound.ts'
import { i64, u8, u16, u32, u64, u128 } from '../../../../shared/scale/primitives.ts'
import { accountId, i96f32 } from '../../../../shared/scale/substrate.ts'
import type { ScaleType, Value } from '../../../../shared/scale/type.ts'
import { emptyRow, type Row } from '../../../yuma/rows.ts'

/** The account of 32 zero bytes: "nobody" wherever an account has a default. */
export const ZERO_ACCOUNT: Uint8Array = new Uint8Array(32)

const path = (name: string) => ['pallet_subtensor', 'pallet', name]

/** Where a neuron serves its axon. All zeros when it was never announced. */
export const axonInfo = struct(path('AxonInfo'), {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
  protocol: u8,
  placeholder1: u8,
  placeholder2: u8,
})
export type AxonInfo = Value<typeof axonInfo>

/** Where a neuron serves its metrics. */
export const prometheusInfo = struct(path('PrometheusInfo'), {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
})
export type PrometheusInfo = Value<typeof prometheusInfo>

/** Key for TLS of an axon. */
export const neuronCertificate = struct(path('NeuronCertificate'), { public_key: bytes(64), algorithm: u8 })

/** Public description of a coldkey. */
export const chainIdentity = struct(path('ChainIdentityV2'), {
  name: bytes(),
  url: bytes(),
  github_repo: bytes(),
  image: bytes(),
  discord: bytes(),
  description: bytes(),
  additional: bytes(),
})
export type ChainIdentity = Value<typeof chainIdentity>

/** Public description of a subnet. */
export const subnetIdentity = struct(path('SubnetIdentityV3'), {
  subnet_name: bytes(),
  github_repo: bytes(),
  subnet_contact: bytes(),
  subnet_url: bytes(),
  discord: bytes(),
  description: bytes(),
  logo_url: bytes(),
  additional: bytes(),
})
export type SubnetIdentity = Value<typeof subnetIdentity>

/** A decimal number `mantissa · 10^exponent`; `staking/safe-float.ts` computes with it. */
export const safeFloat = struct(['share_pool', 'SafeFloat'], { mantissa: u128, exponent: i64 })

/** What happens to incentive that the subnet owner's own hotkeys earn. */
export const recycleOrBurn = variant(path('RecycleOrBurnEnum'), { Burn: { index: 0 }, Recycle: { index: 1 } })

/** `BTreeMap<K, V>`: entries in key order. */
const btreeMap = <K, V>(key: ScaleType<K>, value: ScaleType<V>): ScaleType<readonly (readonly [K, V])[]> => ({
  ...newtype(['BTreeMap'], vec(tuple(key, value))),
  params: [
    { name: 'K', type: key },
    { name: 'V', type: value },
  ],
})

/** `BTreeSet<T>`: items in order. */
export const btreeSet = <T>(of: ScaleType<T>): ScaleType<readonly T[]> => ({
  ...newtype(['BTreeSet'], vec(of)),
  params: [{ name: 'T', type: of }],
})

/** What a hotkey's root stakers can claim of each subnet, per rao of stake. */
export const claimableRates = btreeMap(u16, i96f32)

/** What becomes of a root staker's claims: sold for TAO, kept as stake, or kept on chosen subnets. */
export const rootClaimType = variant(path('RootClaimTypeEnum'), {
  Swap: { index: 0 },
  Keep: { index: 1 },
  KeepSubnets: { index: 2, fields: { subnets: btreeSet(u16) } },
})

/** What a rate limit counts; the key of `LastRateLimitedBlock`. */
export const rateLimitKey = variant(['pallet_subtensor', 'utils', 'rate_limiting', 'RateLimitKey'], {
  SetSNOwnerHotkey: { index: 0, fields: [u16] },
  OwnerHyperparamUpdate: { index: 1, fields: [u16, u8] },
  NetworkLastRegistered: { index: 2 },
  LastTxBlock: { index: 3, fields: [accountId] },
  LastTxBlockChildKeyTake: { index: 4, fields: [accountId] },
  LastTxBlockDelegateTake: { index: 5, fields: [accountId] },
  AddStakeBurn: { index: 6, fields: [u16] },
})
export type RateLimitKey = Value<typeof rateLimitKey>

/**
 * `Vec<(u16, u16)>` read straight into the columns and values of a row. An epoch reads and writes tens of thousands of
 * pairs, and one object each would cost most of its time.
 */
export const rowOfPairs: ScaleType<Row> = {
  def: { tag: 'sequence', of: tuple(u16, u16) },
  path: [],
  minBytes: 1,
  write(writer, { columns, values }) {
    writer.compact(columns.length)
    const raw = new Uint8Array(columns.length * 4)
    const view = new DataView(raw.buffer)
    for (let i = 0; i < columns.length; i++) {
      view.setUint16(i * 4, columns[i] ?? 0, true)
      view.setUint16(i * 4 + 2, values[i] ?? 0, true)
    }
    writer.bytes(raw)
  },
  read(reader) {
    const length = reader.length(4)
    if (length === 0) return emptyRow
    const raw = reader.bytes(length * 4)
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
    const columns = new Uint16Array(length)
    const values = new Uint16Array(length)
    for (let i = 0; i < length; i++) {
      columns[i] = view.getUint16(i * 4, true)
      values[i] = view.getUint16(i * 4 + 2, true)
    }
    return { columns, values }
  },
}
