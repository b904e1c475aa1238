import { compactU64 } from './compact.ts'
import { bytes, fixedBytes, newtype, struct, tuple, variant } from './compound.ts'
import { i64, i128, u128 } from './primitives.ts'
import type { ScaleType } from './type.ts'

/** 32-byte public key. */
export const accountId = newtype(['sp_core', 'crypto', 'AccountId32'], fixedBytes(32))
/** 32-byte hash. */
export const hash256 = newtype(['primitive_types', 'H256'], fixedBytes(32))

/** Destination of a call; the chain accepts `Id` alone. */
export const multiAddress = {
  ...variant(['sp_runtime', 'multiaddress', 'MultiAddress'], {
    Id: { index: 0, fields: [accountId] },
    Index: { index: 1, fields: [compactUnit()] },
    Raw: { index: 2, fields: [bytes()] },
    Address32: { index: 3, fields: [fixedBytes(32)] },
    Address20: { index: 4, fields: [fixedBytes(20)] },
  }),
  params: [
    { name: 'AccountId', type: accountId },
    { name: 'AccountIndex', type: tuple() },
  ],
}

/** `Compact<()>`, the account index of a runtime that has none. */
function compactUnit(): ScaleType<readonly []> {
  return { ...tuple(), def: { tag: 'compact', of: tuple() } }
}

export const multiSignature = variant(['sp_runtime', 'MultiSignature'], {
  Ed25519: { index: 0, fields: [fixedBytes(64)] },
  Sr25519: { index: 1, fields: [fixedBytes(64)] },
  Ecdsa: { index: 2, fields: [fixedBytes(65)] },
})

/** `sp_weights::Weight`. */
export const weight = struct(['sp_weights', 'weight_v2', 'Weight'], { ref_time: compactU64, proof_size: compactU64 })

/** A fixed-point number: a composite with the raw `bits`. Values are the raw bits. */
const fixedPoint = (name: string, bits: ScaleType<bigint>): ScaleType<bigint> => ({
  ...bits,
  def: { tag: 'composite', fields: [{ name: 'bits', type: bits }] },
  path: ['substrate_fixed', name],
})

export const i32f32 = fixedPoint('FixedI64', i64)
export const i96f32 = fixedPoint('FixedI128', i128)
export const u96f32 = fixedPoint('FixedU128', u128)
export const i64f64 = fixedPoint('FixedI128', i128)
export const u64f64 = fixedPoint('FixedU128', u128)
