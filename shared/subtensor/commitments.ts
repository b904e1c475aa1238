import { z } from 'zod'
import { fromHex, toHex } from '../bytes.ts'
import type { Keypair } from '../crypto/keypair.ts'
import { AppError } from '../errors.ts'
import type { NetUid, Ss58 } from '../units.ts'
import type { BlockRef, ChainCommitment, CommitmentField, WritableField } from './client.ts'
import type { ChainConnection } from './connection.ts'
import { parseCommitments } from './parse.ts'

const PALLET = 'Commitments'

/** Most bytes of a raw field; on chain each length is a variant of its own. */
const LONGEST_RAW = 128

/**
 * Replaces what the hotkey has committed on a subnet.
 * @throws AppError `out-of-range` for fields of a wrong length; as `ChainConnection.submit`.
 */
export async function setCommitment(
  chain: ChainConnection,
  netuid: NetUid,
  fields: readonly WritableField[],
  hotkey: Keypair,
): Promise<BlockRef> {
  const args = [netuid, { fields: fields.map(toVariant) }]
  return (await chain.submit({ pallet: PALLET, call: 'set_commitment', args }, hotkey)).block
}

function toVariant(field: WritableField): Readonly<Record<string, string>> {
  if (field.tag === 'sha256') {
    if (field.digest.length !== 32)
      throw new AppError('out-of-range', `a SHA-256 digest has 32 bytes; found ${field.digest.length}`)
    return { Sha256: toHex(field.digest) }
  }
  if (field.bytes.length > LONGEST_RAW)
    throw new AppError('out-of-range', `a raw field holds up to ${LONGEST_RAW} bytes; found ${field.bytes.length}`)
  return { [`Raw${field.bytes.length}`]: toHex(field.bytes) }
}

/**
 * What every account has committed on a subnet as of a block.
 * @throws as `ChainConnection.query`.
 */
export async function readCommitments(
  chain: ChainConnection,
  netuid: NetUid,
  at: BlockRef,
): Promise<ReadonlyMap<Ss58, ChainCommitment>> {
  const entries = parseCommitments(await chain.entries(PALLET, 'CommitmentOf', [netuid], at))
  return new Map(
    entries.map(([[, account], { block, info }]) => [account, { block, fields: info.fields.map(toField) }]),
  )
}

const hex = z.string().regex(/^0x([0-9a-f]{2})*$/)
const digestShape = z.strictObject({ sha256: z.string().regex(/^0x[0-9a-f]{64}$/) })

/** Anybody may commit anything, in forms that a later chain may add too: what is not known is `other`. */
function toField(input: unknown): CommitmentField {
  const digest = digestShape.safeParse(input)
  if (digest.success) return { tag: 'sha256', digest: fromHex(digest.data.sha256) }
  const [only, ...more] = typeof input === 'object' && input !== null ? Object.entries(input) : []
  const length = only === undefined || more.length > 0 ? undefined : /^raw(\d{1,3})$/.exec(only[0])?.[1]
  const text = hex.safeParse(only?.[1])
  if (length === undefined || !text.success) return { tag: 'other' }
  const bytes = fromHex(text.data)
  return bytes.length === Number(length) ? { tag: 'raw', bytes } : { tag: 'other' }
}
