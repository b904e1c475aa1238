import { equalBytes, utf8 } from '../../shared/bytes.ts'
import { bytes, fixedBytes, newtype, struct, tuple, vec } from '../../shared/scale/compound.ts'
import { bool } from '../../shared/scale/primitives.ts'
import type { Value } from '../../shared/scale/type.ts'
import type { Storage } from '../interface.ts'
import type { InherentData, Pallet } from './pallet.ts'
import type { RuntimeTables } from './tables.ts'

const entries = vec(tuple(fixedBytes(8), bytes()))

/** `sp_inherents::InherentData`: byte vectors by 8-byte identifier, in the order of the identifiers. */
export const inherentDataType = struct(['sp_inherents', 'InherentData'], {
  data: {
    ...newtype(['BTreeMap'], entries),
    params: [
      { name: 'K', type: fixedBytes(8) },
      { name: 'V', type: bytes() },
    ],
  },
})

export const checkInherentsResult = struct(['sp_inherents', 'CheckInherentsResult'], {
  okay: bool,
  fatal_error: bool,
  errors: inherentDataType,
})

/** The data by the identifier's text. */
export const toInherentData = ({ data }: Value<typeof inherentDataType>): InherentData =>
  new Map(data.map(([id, value]) => [Buffer.from(id).toString('latin1'), value]))

/** The extrinsics that the pallets put at the head of the next block, each with its length prefix. */
export const inherentExtrinsics = (tables: RuntimeTables, data: InherentData, state: Storage): readonly Uint8Array[] =>
  tables.pallets
    .map((pallet) => pallet.inherent?.(data, state))
    .filter((call) => call !== undefined)
    .map(tables.extrinsic.encodeBare)

/** Asks the pallets about the inherents of a block that somebody else made. */
export function checkInherents(
  tables: RuntimeTables,
  extrinsics: readonly Uint8Array[],
  data: InherentData,
  state: Storage,
): Value<typeof checkInherentsResult> {
  const errors: [Uint8Array, Uint8Array][] = []
  let isFatal = false
  for (const extrinsic of extrinsics) {
    const decoded = tables.extrinsic.decode(extrinsic)
    if (decoded.tag === 'signed') break
    const fault = palletOf(tables, decoded.call.pallet)?.checkInherent?.(decoded.call, data, state)
    if (fault === undefined) continue
    isFatal ||= fault.fatal
    const id = utf8(fault.id)
    if (!errors.some(([other]) => equalBytes(other, id))) errors.push([id, fault.error])
  }
  return { okay: errors.length === 0, fatal_error: isFatal, errors: { data: errors } }
}

const palletOf = (tables: RuntimeTables, name: string): Pallet | undefined =>
  tables.pallets.find((pallet) => pallet.name === name)
