import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { Average } from '../../shared/mechanism/average.ts'
import { type Ss58, type Uid, uid } from '../../shared/units.ts'
import type { OutcomeTag } from '../reply.ts'
import { chunksOf, type Queryable } from './orm.ts'
import { scores } from './schema.ts'

/** What a validator remembers of one hotkey. */
export interface ScoreRecord {
  readonly hotkey: Ss58
  /** In the last round; uids change hands, so only for display. */
  readonly uid: Uid
  /** Of the skill of each round. */
  readonly average: Average
  /** Rounds in which it was asked. */
  readonly rounds: number
  /** Mean over the tasks of the last round, in the unit of the mechanism's rule: a score, not a skill. */
  readonly lastScore: number
  readonly lastOutcome: OutcomeTag
}

/** All scores under a key of `toScoreKey`, by hotkey. */
export function readScores(orm: Queryable, mechanism: string): ReadonlyMap<Ss58, ScoreRecord> {
  const rows = orm.select().from(scores).where(eq(scores.mechanism, mechanism)).orderBy(scores.hotkey).all()
  return new Map(
    rows.map((row) => {
      const hotkey = parseSs58(row.hotkey)
      const { rounds, lastScore, lastOutcome } = row
      const average = { mean: row.mean, weight: row.weight }
      return [hotkey, { hotkey, uid: uid(row.uid), average, rounds, lastScore, lastOutcome }]
    }),
  )
}

/** Writes the scores that a round changed. */
export function writeScores(
  orm: Queryable,
  { mechanism, roundId, records }: { mechanism: string; roundId: number; records: readonly ScoreRecord[] },
): void {
  const rows = records.map(({ average, ...record }) => ({ mechanism, lastRound: roundId, ...average, ...record }))
  for (const chunk of chunksOf(rows))
    orm
      .insert(scores)
      .values(chunk)
      .onConflictDoUpdate({
        target: [scores.mechanism, scores.hotkey],
        set: {
          uid: sql`excluded.uid`,
          mean: sql`excluded.mean`,
          weight: sql`excluded.weight`,
          rounds: sql`excluded.rounds`,
          lastRound: sql`excluded.last_round`,
          lastScore: sql`excluded.last_score`,
          lastOutcome: sql`excluded.last_outcome`,
        },
      })
      .run()
}

/** Forgets hotkeys that left the subnet and were last asked before `beforeRound`, so that the table stays bounded. */
export function pruneScores(
  orm: Queryable,
  { beforeRound, registered }: { beforeRound: number; registered: ReadonlySet<Ss58> },
): void {
  const known: ReadonlySet<string> = registered
  const old = orm.selectDistinct({ hotkey: scores.hotkey }).from(scores).where(lt(scores.lastRound, beforeRound)).all()
  const gone = old.map(({ hotkey }) => hotkey).filter((hotkey) => !known.has(hotkey))
  for (const chunk of chunksOf(gone))
    orm
      .delete(scores)
      .where(and(lt(scores.lastRound, beforeRound), inArray(scores.hotkey, chunk)))
      .run()
}
