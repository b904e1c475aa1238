import { compactU32 } from '../../../shared/scale/compact.ts'
import { newtype, struct, variant } from '../../../shared/scale/compound.ts'
import { bool, str, u32, u64, u128 } from '../../../shared/scale/primitives.ts'
import { hash256, weight } from '../../../shared/scale/substrate.ts'
import type { Value } from '../../../shared/scale/type.ts'

/** Balances of one account, rao. `flags` is 2^127: the new logic of freezing and holding is in force. */
export const accountData = struct(['pallet_balances', 'types', 'AccountData'], {
  free: u64,
  reserved: u64,
  frozen: u64,
  flags: newtype(['pallet_balances', 'types', 'ExtraFlags'], u128),
})
export type AccountData = Value<typeof accountData>

/** Nonce, reference counts and balances of one account. */
export const accountInfo = {
  ...struct(['frame_system', 'AccountInfo'], {
    nonce: u32,
    consumers: u32,
    providers: u32,
    sufficients: u32,
    data: accountData,
  }),
  params: [
    { name: 'Nonce', type: u32 },
    { name: 'AccountData', type: accountData },
  ],
}
export type AccountInfo = Value<typeof accountInfo>

/** The part of a block during which an event happened. */
export const phase = variant(['frame_system', 'Phase'], {
  ApplyExtrinsic: { index: 0, fields: [u32] },
  Finalization: { index: 1 },
  Initialization: { index: 2 },
})
export type Phase = Value<typeof phase>

export const dispatchClass = variant(['frame_support', 'dispatch', 'DispatchClass'], {
  Normal: { index: 0 },
  Operational: { index: 1 },
  Mandatory: { index: 2 },
})

export const paysFee = variant(['frame_support', 'dispatch', 'Pays'], { Yes: { index: 0 }, No: { index: 1 } })

/** What a dispatch cost, as the success and failure events tell. */
export const dispatchEventInfo = struct(['frame_system', 'DispatchEventInfo'], {
  weight,
  class: dispatchClass,
  pays_fee: paysFee,
})
export type DispatchEventInfo = Value<typeof dispatchEventInfo>

/** Weight used in the current block by class. */
export const weightPerClass = {
  ...struct(['frame_support', 'dispatch', 'PerDispatchClass'], {
    normal: weight,
    operational: weight,
    mandatory: weight,
  }),
  params: [{ name: 'T', type: weight }],
}

export const lastRuntimeUpgradeInfo = struct(['frame_system', 'LastRuntimeUpgradeInfo'], {
  spec_version: compactU32,
  spec_name: str,
})

export const codeUpgradeAuthorization = struct(['frame_system', 'CodeUpgradeAuthorization'], {
  code_hash: hash256,
  check_version: bool,
})
