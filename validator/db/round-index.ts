import { and, eq, gte, inArray, isNotNull } from 'drizzle-orm'
import { secretHash } from '../../shared/round/secret-commitment.ts'
import type { BlockRef } from '../../shared/subtensor/client.ts'
import type { Queryable } from './orm.ts'
import type { RoundState } from './rounds.ts'
import { rounds, secrets } from './schema.ts'

/** What anybody may know of a round as soon as it is scored or abandoned. */
export interface RoundEntry {
  readonly round: number
  /** Key of `toScoreKey`. */
  readonly mechanism: string
  readonly name: string
  /** The block whose hash is the beacon. */
  readonly block: BlockRef
  /** First block of the epoch that the secret was drawn for. */
  readonly period: number
  /** SHA-256 of the secret, 64 hex digits, and the block in which it came on chain. */
  readonly secretHash: string
  readonly committedBlock: number | null
  /** Whether the secret is on chain, so that the round can be replayed. */
  readonly isOpened: boolean
  /** Whether answers and standings are kept still. */
  readonly isKept: boolean
  /** State in which it was given up, and why; `null` for a scored round. */
  readonly abandoned: { readonly in: RoundState; readonly reason: string } | null
}

/** Scored and abandoned rounds that were drawn from a secret, oldest first. */
export const readRoundEntries = (
  orm: Queryable,
  { from = 0, limit = 1_000 }: { readonly from?: number; readonly limit?: number } = {},
): readonly RoundEntry[] =>
  orm
    .select({ round: rounds, secret: secrets })
    .from(rounds)
    .innerJoin(secrets, eq(secrets.id, rounds.secretId))
    .where(and(inArray(rounds.state, ['scored', 'abandoned']), isNotNull(rounds.secretId), gte(rounds.id, from)))
    .orderBy(rounds.id)
    .limit(limit)
    .all()
    .map(({ round, secret }) => ({
      round: round.id,
      mechanism: round.mechanism,
      name: round.name,
      block: { number: round.block, hash: round.blockHash },
      period: secret.period,
      secretHash: secretHash(Uint8Array.from(secret.secret)),
      committedBlock: secret.committedBlock,
      isOpened: secret.isOpened,
      isKept: round.pairs !== null,
      abandoned: round.abandonedIn === null ? null : { in: round.abandonedIn, reason: round.abandonedFor ?? '' },
    }))
