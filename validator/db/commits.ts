import { z } from 'zod'
import type { SecretRow } from '../../shared/subtensor/client.ts'
import { readMeta, writeMeta } from './meta.ts'
import { type Orm, writing } from './orm.ts'

const u16s = z.array(z.number().int().min(0).max(65_535))
const rows = z.array(
  z.object({ uids: u16s, values: u16s, salt: u16s, versionKey: z.string().regex(/^\d+$/).transform(BigInt) }),
)

/** Rows that were committed by their hash and wait to be revealed, oldest first. Without them the commits are worthless. */
export const readCommits = (orm: Orm): readonly SecretRow[] => rows.parse(JSON.parse(readMeta(orm, 'commits') ?? '[]'))

/** Replaces them. @throws AppError `database-failed`. */
export function storeCommits(orm: Orm, commits: readonly SecretRow[]): void {
  const plain = commits.map(({ versionKey, ...row }) => ({ ...row, versionKey: String(versionKey) }))
  writing(() => writeMeta(orm, { commits: JSON.stringify(plain) }))
}
