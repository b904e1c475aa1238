import { and, eq, inArray, lt, or, sql } from 'drizzle-orm'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { PairEvidence } from '../../shared/scoring/pair-evidence.ts'
import type { Standing } from '../../shared/scoring/standing.ts'
import { EMPTY_STATE, pairKey, type ScoringState } from '../../shared/scoring/state.ts'
import { type Ss58, type Uid, uid } from '../../shared/units.ts'
import type { OutcomeTag } from '../outcomes.ts'
import { chunksOf, type Queryable } from './orm.ts'
import { pairs, scores } from './schema.ts'
import { parsePair, parseStanding, toStateJson } from './state-json.ts'

/** What a validator remembers of one hotkey. */
export interface ScoreRecord {
  readonly hotkey: Ss58
  /** In the last round; uids change hands, so only for display. */
  readonly uid: Uid
  /** All that scoring keeps of it. */
  readonly standing: Standing
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
    rows.flatMap((row): [Ss58, ScoreRecord][] => {
      // Averages of before there were standings mean something else.
      if (row.standing === null) return []
      const hotkey = parseSs58(row.hotkey)
      const { rounds, lastScore, lastOutcome } = row
      const standing = parseStanding(row.standing)
      return [[hotkey, { hotkey, uid: uid(row.uid), standing, rounds, lastScore, lastOutcome }]]
    }),
  )
}

/** What scoring remembers under a key of `toScoreKey`, as it left it. */
export function readState(orm: Queryable, mechanism: string): ScoringState {
  const standings = [...readScores(orm, mechanism)].map(([hotkey, { standing }]): [string, Standing] => [
    hotkey,
    standing,
  ])
  const known = orm.select().from(pairs).where(eq(pairs.mechanism, mechanism)).orderBy(pairs.a, pairs.b).all()
  if (standings.length === 0 && known.length === 0) return EMPTY_STATE
  return {
    standings: new Map(standings),
    pairs: new Map(known.map(({ a, b, evidence }) => [pairKey(a, b), parsePair(evidence)])),
  }
}

/** Replaces the evidence on pairs. */
export function writePairs(orm: Queryable, mechanism: string, records: readonly PairEvidence[]): void {
  orm.delete(pairs).where(eq(pairs.mechanism, mechanism)).run()
  const rows = records.map((record) => ({ mechanism, a: record.a, b: record.b, evidence: toStateJson(record) }))
  for (const chunk of chunksOf(rows)) orm.insert(pairs).values(chunk).run()
}

/** Writes the scores that a round changed. */
export function writeScores(
  orm: Queryable,
  { mechanism, roundId, records }: { mechanism: string; roundId: number; records: readonly ScoreRecord[] },
): void {
  const rows = records.map(({ standing, ...record }) => ({
    ...record,
    mechanism,
    lastRound: roundId,
    mean: standing.skill.mean,
    weight: standing.skill.weight,
    standing: toStateJson(standing),
  }))
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
          standing: sql`excluded.standing`,
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
  for (const chunk of chunksOf(gone)) {
    orm
      .delete(scores)
      .where(and(lt(scores.lastRound, beforeRound), inArray(scores.hotkey, chunk)))
      .run()
    orm
      .delete(pairs)
      .where(or(inArray(pairs.a, chunk), inArray(pairs.b, chunk)))
      .run()
  }
}
