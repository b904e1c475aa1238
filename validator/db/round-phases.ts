import { and, eq, inArray, isNotNull, isNull, lte, max, sql } from 'drizzle-orm'
import type { PairEvidence } from '../../shared/scoring/pair-evidence.ts'
import type { ScoringState } from '../../shared/scoring/state.ts'
import type { Ss58 } from '../../shared/units.ts'
import { type FindingRecord, writeFindings } from './findings.ts'
import { chunksOf, type Orm, type Queryable, writing } from './orm.ts'
import type { AnswerRecord, RoundFacts } from './rounds.ts'
import { answers, rounds, secrets } from './schema.ts'
import { pruneScores, type ScoreRecord, writePairs, writeScores } from './scores.ts'
import { pruneSecrets } from './secrets.ts'
import { toStateJson } from './state-json.ts'

/** How many of the newest rounds stay in the database. */
export interface Retention {
  /** Rounds with outcome and score of every miner. */
  readonly rounds: number
  /**
   * Of those, rounds whose answers are kept as received, with the standings that they led to, counted from the newest one
   * whose secret is open: until then nobody could replay them.
   */
  readonly answers: number
}

/** Number of the next round. One process alone writes, so nobody else takes it. */
export function nextRoundId(orm: Queryable): number {
  const row: unknown = orm.get(sql`SELECT seq FROM sqlite_sequence WHERE name = 'rounds'`)
  const newest = typeof row === 'object' && row !== null && 'seq' in row ? Number(row.seq) : 0
  return newest + 1
}

/**
 * Stores a round before anybody is asked: state `asked`.
 * @throws AppError `database-failed`.
 */
export function beginRound(
  orm: Orm,
  id: number,
  { at, seed, sizes, scale, ...round }: Omit<RoundFacts, 'state'>,
): void {
  const { shared, own, canaries } = sizes
  const row = {
    ...round,
    ...scale,
    id,
    state: 'asked' as const,
    block: at.number,
    blockHash: at.hash,
    seed: Buffer.from(seed),
    items: shared + own + canaries,
    own,
    canaries,
  }
  writing(() => orm.insert(rounds).values(row).run())
}

/**
 * Gives up a round as if nobody had been asked. Its row stays with the reason, so that nobody wonders about its number:
 * state `abandoned`. Drops what is too old, since nothing else does when every round is abandoned.
 * @throws AppError `database-failed`.
 */
export function abandonRound(orm: Orm, id: number, { reason, keep }: { reason: string; keep: number }): void {
  const store = (tx: Queryable): void => {
    tx.delete(answers).where(eq(answers.roundId, id)).run()
    tx.update(rounds)
      .set({ state: 'abandoned', abandonedIn: sql`${rounds.state}`, abandonedFor: reason })
      .where(eq(rounds.id, id))
      .run()
    tx.delete(rounds)
      .where(and(eq(rounds.state, 'abandoned'), lte(rounds.id, id - keep)))
      .run()
  }
  writing(() => orm.transaction(store, { behavior: 'immediate' }))
}

/** What the phase of commits brought of one miner. */
export type CommitRecord = Pick<
  AnswerRecord,
  | 'hotkey'
  | 'uid'
  | 'outcome'
  | 'detail'
  | 'commitHash'
  | 'signature'
  | 'latencyMs'
  | 'registeredModel'
  | 'registeredBlock'
>

/**
 * Stores what all miners committed to, before anybody is asked to reveal: state `committed`.
 * @param worst score of a miner that does not answer.
 * @throws AppError `database-failed`.
 */
export function storeCommitments(orm: Orm, id: number, records: readonly CommitRecord[], worst: number): void {
  const store = (tx: Queryable): void => {
    const rows = records.map((record) => ({ roundId: id, ...record, score: worst }))
    for (const chunk of chunksOf(rows)) tx.insert(answers).values(chunk).run()
    setState(tx, id, 'committed')
  }
  writing(() => orm.transaction(store, { behavior: 'immediate' }))
}

/** What the phase of reveals brought of one miner. */
export type RevealRecord = Pick<AnswerRecord, 'hotkey' | 'outcome' | 'detail' | 'body' | 'salt' | 'revealMs'>

/**
 * Stores reveals as they were received, before they are looked into: state `revealed`.
 * @throws AppError `database-failed`.
 */
export function storeReveals(orm: Orm, id: number, records: readonly RevealRecord[]): void {
  const store = (tx: Queryable): void => {
    for (const { hotkey, ...record } of records) update(tx, id, hotkey, record)
    setState(tx, id, 'revealed')
  }
  writing(() => orm.transaction(store, { behavior: 'immediate' }))
}

/** What scoring makes of one miner. */
export type GradeRecord = Pick<
  AnswerRecord,
  | 'hotkey'
  | 'outcome'
  | 'detail'
  | 'model'
  | 'proof'
  | 'proofsPassed'
  | 'proofsFailed'
  | 'proofDetail'
  | 'score'
  | 'skill'
  | 'sliceSkill'
  | 'canaryScore'
>

/** What a scored round changes. */
export interface ScoredChange {
  readonly id: number
  readonly mechanism: string
  readonly durationMs: number
  readonly grades: readonly GradeRecord[]
  /** New scores of all miners that were asked. */
  readonly scores: readonly ScoreRecord[]
  /** The state after the round. */
  readonly state: ScoringState
  readonly findings: readonly FindingRecord[]
  /** Hotkeys of the subnet: their scores are never dropped. */
  readonly registered: ReadonlySet<Ss58>
  readonly retention: Retention
}

/**
 * Stores grades and the scores that they lead to, and drops what is too old: all of it or, after a crash, none of it.
 * State `scored`.
 * @throws AppError `database-failed`.
 */
export function storeScores(orm: Orm, change: ScoredChange): void {
  const { id, mechanism, durationMs, grades, scores, state, findings, registered, retention } = change
  const pairs: readonly PairEvidence[] = [...state.pairs.values()]
  const store = (tx: Queryable): void => {
    for (const { hotkey, ...grade } of grades) {
      const standing = state.standings.get(hotkey)
      update(tx, id, hotkey, { ...grade, standing: standing === undefined ? null : toStateJson(standing) })
    }
    tx.update(rounds)
      .set({ state: 'scored', durationMs, pairs: toStateJson(pairs) })
      .where(eq(rounds.id, id))
      .run()
    writeScores(tx, { mechanism, roundId: id, records: scores })
    writePairs(tx, mechanism, pairs)
    writeFindings(tx, { mechanism, roundId: id, findings, beforeRound: id - retention.rounds })
    prune(tx, id, retention)
    pruneScores(tx, { beforeRound: id - retention.rounds, registered })
    pruneSecrets(tx)
  }
  writing(() => orm.transaction(store, { behavior: 'immediate' }))
}

function prune(tx: Queryable, id: number, retention: Retention): void {
  tx.delete(rounds)
    .where(lte(rounds.id, id - retention.rounds))
    .run()
  const opened = tx
    .select({ id: max(rounds.id) })
    .from(rounds)
    .innerJoin(secrets, eq(secrets.id, rounds.secretId))
    .where(eq(secrets.isOpened, true))
    .get()
  const dropped = tx
    .update(rounds)
    .set({ pairs: null })
    .where(and(isNotNull(rounds.pairs), lte(rounds.id, (opened?.id ?? 0) - retention.answers)))
    .returning({ id: rounds.id })
    .all()
  for (const round of dropped)
    tx.update(answers).set({ body: null, standing: null }).where(eq(answers.roundId, round.id)).run()
  // Rounds of before there were secrets have no pairs, and nobody else can replay them.
  const secretless = tx.select({ id: rounds.id }).from(rounds).where(isNull(rounds.secretId))
  tx.update(answers)
    .set({ body: null })
    .where(
      and(isNotNull(answers.body), lte(answers.roundId, id - retention.answers), inArray(answers.roundId, secretless)),
    )
    .run()
}

const setState = (tx: Queryable, id: number, state: 'committed' | 'revealed'): void =>
  void tx.update(rounds).set({ state }).where(eq(rounds.id, id)).run()

const update = (tx: Queryable, id: number, hotkey: string, change: Partial<typeof answers.$inferInsert>): void =>
  void tx
    .update(answers)
    .set(change)
    .where(and(eq(answers.roundId, id), eq(answers.hotkey, hotkey)))
    .run()
