import type { Keypair } from '../shared/crypto/keypair.ts'
import { isAppError, messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { BlockRef, SubtensorClient, WeightRow } from '../shared/subtensor/client.ts'
import type { NetUid } from '../shared/units.ts'
import { readCommits, storeCommits } from './db/commits.ts'
import type { Database } from './db/open.ts'

export interface CommitByHashDeps {
  readonly client: Pick<SubtensorClient, 'commitHashedWeights' | 'revealHashedWeights'>
  readonly database: Database
  readonly hotkey: Keypair
  readonly log: Logger
  randomBytes(length: number): Uint8Array
}

const SALT_NUMBERS = 8

/**
 * Reveals what was committed a reveal period ago, then commits a row by its hash. The row is stored before its hash is
 * sent: whoever loses it can never reveal. A reveal that the chain refuses is lost and does not stop the commit.
 * @throws AppError as the client.
 */
export async function commitByHash(
  { client, database, hotkey, log, randomBytes }: CommitByHashDeps,
  { netuid, row, versionKey }: { readonly netuid: NetUid; readonly row: WeightRow; readonly versionKey: bigint },
): Promise<BlockRef> {
  const known = readCommits(database.orm)
  let waiting = known
  if (known.length > 0)
    try {
      const revealed = await client.revealHashedWeights(netuid, known, hotkey)
      waiting = revealed.waiting
      if (revealed.block !== undefined) log.info('weights revealed', { netuid, block: revealed.block.number })
    } catch (error) {
      if (!isAppError(error, 'extrinsic-failed')) throw error
      log.error('the chain refused a reveal', { netuid, reason: messageOf(error) })
    }
  const random = randomBytes(2 * SALT_NUMBERS)
  const salt = Array.from({ length: SALT_NUMBERS }, (_, i) => (random[2 * i] ?? 0) * 256 + (random[2 * i + 1] ?? 0))
  const secret = { uids: [...row.uids], values: [...row.values], salt, versionKey }
  storeCommits(database.orm, [...waiting, secret])
  return client.commitHashedWeights(netuid, secret, hotkey)
}
