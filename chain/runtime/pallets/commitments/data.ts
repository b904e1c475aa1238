import { AppError } from '../../../../shared/errors.ts'
import { bytes, fixedBytes, type VariantShape, variantsOf } from '../../../../shared/scale/compound.ts'
import { u64 } from '../../../../shared/scale/primitives.ts'
import type { Reader } from '../../../../shared/scale/reader.ts'
import type { ScaleType } from '../../../../shared/scale/type.ts'
import type { Writer } from '../../../../shared/scale/writer.ts'

/** One field of a commitment. */
export type Data =
  | { readonly tag: 'None' }
  /** Up to 128 bytes; on chain each length is a variant of its own, `Raw0` to `Raw128`. */
  | { readonly tag: 'Raw'; readonly bytes: Uint8Array }
  /** A digest of 32 bytes of something kept elsewhere. */
  | { readonly tag: (typeof DIGESTS)[number]; readonly digest: Uint8Array }
  /** Bytes that a round of the beacon opens, in the form of `shared/timelock`. */
  | { readonly tag: 'TimelockEncrypted'; readonly encrypted: Uint8Array; readonly revealRound: bigint }
  /** Asks for the bonds to the committing neuron to be forgotten. */
  | { readonly tag: 'ResetBondsFlag' }
  /** Up to 512 bytes. */
  | { readonly tag: 'BigRaw'; readonly bytes: Uint8Array }

const DIGESTS = ['BlakeTwo256', 'Sha256', 'Keccak256', 'ShaThree256'] as const
const LONGEST_RAW = 128
const FIRST_DIGEST = LONGEST_RAW + 2
const TIMELOCK = 134
const RESET_BONDS = 135
const BIG_RAW = 136

const digest = fixedBytes(32)
const encrypted = bytes(1024)
const bigRaw = bytes(512)

const rawShapes = Array.from({ length: LONGEST_RAW + 1 }, (_, length): [string, VariantShape] => [
  `Raw${length}`,
  { index: length + 1, fields: [fixedBytes(length)] },
])
const shapes: Readonly<Record<string, VariantShape>> = {
  None: { index: 0 },
  ...Object.fromEntries(rawShapes),
  ...Object.fromEntries(DIGESTS.map((tag, i) => [tag, { index: FIRST_DIGEST + i, fields: [digest] }])),
  TimelockEncrypted: { index: TIMELOCK, fields: { encrypted, reveal_round: u64 } },
  ResetBondsFlag: { index: RESET_BONDS },
  BigRaw: { index: BIG_RAW, fields: [bigRaw] },
}

/** SCALE of a field. @throws AppError `malformed-scale`, `out-of-range`. */
export const data: ScaleType<Data> = {
  def: variantsOf(shapes),
  path: ['pallet_commitments', 'types', 'Data'],
  minBytes: 1,
  write,
  read,
}

function write(writer: Writer, value: Data): void {
  switch (value.tag) {
    case 'None':
      writer.u8(0)
      break
    case 'Raw':
      if (value.bytes.length > LONGEST_RAW)
        throw new AppError('out-of-range', `Raw holds up to ${LONGEST_RAW} bytes; found ${value.bytes.length}`)
      writer.u8(value.bytes.length + 1)
      writer.bytes(value.bytes)
      break
    case 'TimelockEncrypted':
      writer.u8(TIMELOCK)
      encrypted.write(writer, value.encrypted)
      u64.write(writer, value.revealRound)
      break
    case 'ResetBondsFlag':
      writer.u8(RESET_BONDS)
      break
    case 'BigRaw':
      writer.u8(BIG_RAW)
      bigRaw.write(writer, value.bytes)
      break
    default:
      writer.u8(FIRST_DIGEST + DIGESTS.indexOf(value.tag))
      digest.write(writer, value.digest)
  }
}

function read(reader: Reader): Data {
  const index = reader.u8()
  if (index === 0) return { tag: 'None' }
  if (index <= LONGEST_RAW + 1) return { tag: 'Raw', bytes: reader.bytes(index - 1) }
  const kind = DIGESTS[index - FIRST_DIGEST]
  if (kind !== undefined) return { tag: kind, digest: digest.read(reader) }
  if (index === TIMELOCK) {
    const bytes = encrypted.read(reader)
    return { tag: 'TimelockEncrypted', encrypted: bytes, revealRound: u64.read(reader) }
  }
  if (index === RESET_BONDS) return { tag: 'ResetBondsFlag' }
  if (index === BIG_RAW) return { tag: 'BigRaw', bytes: bigRaw.read(reader) }
  throw new AppError('malformed-scale', `variant index ${index} does not exist; valid: 0 to ${BIG_RAW}`)
}

/** Bytes that a field counts against the space of an account. */
export function spaceOf(field: Data): number {
  switch (field.tag) {
    case 'None':
    case 'ResetBondsFlag':
      return 0
    case 'Raw':
    case 'BigRaw':
      return field.bytes.length
    case 'TimelockEncrypted':
      return field.encrypted.length
    default:
      return field.digest.length
  }
}
