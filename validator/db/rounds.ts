import { and, desc, eq, isNotNull, lte } from 'drizzle-orm'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import type { BlockRef } from '../../shared/subtensor/client.ts'
import { type Ss58, type Uid, uid } from '../../shared/units.ts'
import type { OutcomeTag } from '../reply.ts'
import { chunksOf, type Orm, type Queryable, writing } from './orm.ts'
import { answers, rounds } from './schema.ts'
import { pruneScores, type ScoreRecord, writeScores } from './scores.ts'

/** What came of asking one miner. */
export interface AnswerRecord {
  readonly hotkey: Ss58
  readonly uid: Uid
  readonly outcome: OutcomeTag
  /** Why there was no valid answer; empty for an answer. */
  readonly detail: string
  /** Mean over the tasks, in the unit of the mechanism's rule. */
  readonly score: number
  readonly latencyMs: number | null
  /** SHA-256 of the model that the miner claims. */
  readonly model: string | null
  /** The answer as received; `null` when there was none or it has been dropped. */
  readonly body: string | null
}

/** One round with everything needed to score it again. */
export interface RoundRecord {
  readonly mechanism: string
  readonly at: BlockRef
  readonly seed: Uint8Array
  readonly items: number
  readonly deadlineMs: number
  readonly scale: ScoreScale
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly durationMs: number
  readonly answers: readonly AnswerRecord[]
}

/** How many of the newest rounds stay in the database. */
export interface Retention {
  /** Rounds with outcome and score of every miner. */
  readonly rounds: number
  /** Of those, rounds whose answers are kept as received. */
  readonly answers: number
}

/** What a round changes. */
export interface RoundChange {
  readonly round: RoundRecord
  /** New scores of all miners that were asked. */
  readonly scores: readonly ScoreRecord[]
  /** Hotkeys of the subnet: their scores are never dropped. */
  readonly registered: ReadonlySet<Ss58>
  readonly retention: Retention
}

/**
 * Stores a round and the scores it leads to, and drops what is too old: all of it or, after a crash, none of it.
 * @returns the id of the round.
 * @throws AppError `database-failed`.
 */
export function storeRound(orm: Orm, { round, scores, registered, retention }: RoundChange): number {
  const store = (tx: Queryable): number => {
    const { id } = tx.insert(rounds).values(toRow(round)).returning({ id: rounds.id }).get()
    for (const chunk of chunksOf(round.answers.map((answer) => ({ roundId: id, ...answer }))))
      tx.insert(answers).values(chunk).run()
    writeScores(tx, { mechanism: round.mechanism, roundId: id, records: scores })
    tx.delete(rounds)
      .where(lte(rounds.id, id - retention.rounds))
      .run()
    tx.update(answers)
      .set({ body: null })
      .where(and(isNotNull(answers.body), lte(answers.roundId, id - retention.answers)))
      .run()
    pruneScores(tx, { beforeRound: id - retention.rounds, registered })
    return id
  }
  return writing(() => orm.transaction(store, { behavior: 'immediate' }))
}

/** The newest round, without its answers; `undefined` before the first. */
export function readLastRound(orm: Queryable): (Omit<RoundRecord, 'answers'> & { readonly id: number }) | undefined {
  const row = orm.select().from(rounds).orderBy(desc(rounds.id)).limit(1).get()
  return row === undefined ? undefined : { id: row.id, ...fromRow(row) }
}

/** A round with its answers in the order of hotkeys; `undefined` when it does not exist or was dropped. */
export function readRound(orm: Queryable, id: number): RoundRecord | undefined {
  const row = orm.select().from(rounds).where(eq(rounds.id, id)).get()
  if (row === undefined) return undefined
  const found = orm.select().from(answers).where(eq(answers.roundId, id)).orderBy(answers.hotkey).all()
  return {
    ...fromRow(row),
    answers: found.map(({ roundId: _, ...answer }) => ({
      ...answer,
      hotkey: parseSs58(answer.hotkey),
      uid: uid(answer.uid),
    })),
  }
}

const toRow = ({ at, seed, scale, answers: _, ...round }: RoundRecord): typeof rounds.$inferInsert => ({
  ...round,
  ...scale,
  block: at.number,
  blockHash: at.hash,
  seed: Buffer.from(seed),
})

const fromRow = ({
  id: _,
  block,
  blockHash,
  worst,
  chance,
  perfect,
  seed,
  ...round
}: typeof rounds.$inferSelect): Omit<RoundRecord, 'answers'> => ({
  ...round,
  at: { number: block, hash: blockHash },
  seed: Uint8Array.from(seed),
  scale: { worst, chance, perfect },
})
