import { fixedBytes, newtype, struct, tuple, vec } from '../../shared/scale/compound.ts'
import { str, u8, u32 } from '../../shared/scale/primitives.ts'
import type { Value } from '../../shared/scale/type.ts'

/** Runtime API ids (blake2-64 of the trait's name) with their versions. */
const apis = {
  ...newtype(['Cow'], vec(tuple(fixedBytes(8), u32))),
  params: [{ name: 'T', type: vec(tuple(fixedBytes(8), u32)) }],
}

/** What a runtime says about itself; part of what every extrinsic signs. */
export const runtimeVersion = struct(['sp_version', 'RuntimeVersion'], {
  spec_name: str,
  impl_name: str,
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis,
  transaction_version: u32,
  system_version: u8,
})
export type RuntimeVersion = Value<typeof runtimeVersion>
