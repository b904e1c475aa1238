import { and, desc, eq, gte, isNotNull, lt, lte } from 'drizzle-orm'
import { toBareHex } from '../../shared/bytes.ts'
import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import type { RoundSizes } from '../../shared/round/plan.ts'
import { secretHash } from '../../shared/round/secret-commitment.ts'
import type { PairEvidence } from '../../shared/scoring/pair-evidence.ts'
import type { Standing } from '../../shared/scoring/standing.ts'
import { readFindings, type StoredFinding } from './findings.ts'
import type { Queryable } from './orm.ts'
import { type AnswerRecord, readRound } from './rounds.ts'
import { answers, rounds } from './schema.ts'
import { readSecret } from './secrets.ts'
import { parsePairs, parseStanding } from './state-json.ts'

/** What a round was drawn from. */
export interface TranscriptSecret {
  /** First block of the epoch that it was drawn for. */
  readonly period: number
  /** SHA-256 as on chain, and the block in which it came there, which is before the round's. */
  readonly hash: string
  readonly committedBlock: number | null
  /** 64 hex digits; `null` while it is not on chain: then the round cannot be replayed yet, and must not be. */
  readonly secret: string | null
}

/** One miner of a round: what came from it, what became of that, and what was remembered before and after. */
export interface TranscriptMiner extends Omit<AnswerRecord, 'body' | 'standing'> {
  /** Text of the reveal as received. */
  readonly payload: string | null
  /** `null` in the first round in which it was asked, and when it is kept no longer. */
  readonly standingBefore: Standing | null
  readonly standingAfter: Standing | null
}

/** Everything that it takes to replay a round, JSON-able. */
export interface Transcript {
  readonly id: number
  readonly name: string
  /** Key of `toScoreKey`; `toMechanismKey` gives what the seed hangs on. */
  readonly mechanism: string
  readonly block: { readonly number: number; readonly hash: string }
  readonly secret: TranscriptSecret
  readonly sizes: RoundSizes
  /** `null` for the mechanism's default. */
  readonly difficulty: number | null
  readonly deadlineMs: number
  readonly scale: ScoreScale
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly durationMs: number
  /** In the order of hotkeys. */
  readonly miners: readonly TranscriptMiner[]
  /** Evidence on pairs before and after it; `null` when it is kept no longer. */
  readonly pairsBefore: readonly PairEvidence[] | null
  readonly pairsAfter: readonly PairEvidence[] | null
  /** What held after it. */
  readonly findings: readonly StoredFinding[]
}

/**
 * The transcript of a scored round; `undefined` for a round that does not exist, is not scored, was dropped, or was played
 * before there were secrets.
 */
export function readTranscript(orm: Queryable, id: number): Transcript | undefined {
  const round = readRound(orm, id)
  if (round?.state !== 'scored' || round.secretId === null) return undefined
  const found = readSecret(orm, round.secretId)
  if (found === undefined) return undefined
  const { seed: _, state: __, secretId: ___, at: block, pairs: pairsAfter, answers: records, ...facts } = round
  return {
    id,
    ...facts,
    block,
    secret: {
      period: found.period,
      hash: secretHash(found.secret),
      committedBlock: found.committedBlock ?? null,
      secret: found.isOpened ? toBareHex(found.secret) : null,
    },
    miners: records.map(({ body, standing, ...record }) => ({
      ...record,
      payload: body,
      standingBefore: readStandingBefore(orm, { id, mechanism: round.mechanism, hotkey: record.hotkey }),
      standingAfter: standing,
    })),
    pairsBefore: readPairsBefore(orm, id, round.mechanism),
    pairsAfter,
    findings: readFindings(orm, round.mechanism).filter(
      ({ sinceRound, lastRound }) => sinceRound <= id && lastRound >= id,
    ),
  }
}

/** Ids of the scored rounds whose answers are all kept, oldest first: those whose transcripts can be replayed. */
export const readTranscriptIds = (orm: Queryable, { from = 0, limit = 1_000 } = {}): readonly number[] =>
  orm
    .select({ id: rounds.id })
    .from(rounds)
    .where(and(eq(rounds.state, 'scored'), isNotNull(rounds.secretId), isNotNull(rounds.pairs), gte(rounds.id, from)))
    .orderBy(rounds.id)
    .limit(limit)
    .all()
    .map(({ id }) => id)

function readStandingBefore(
  orm: Queryable,
  { id, mechanism, hotkey }: { id: number; mechanism: string; hotkey: string },
): Standing | null {
  const row = orm
    .select({ standing: answers.standing })
    .from(answers)
    .innerJoin(rounds, eq(rounds.id, answers.roundId))
    .where(and(eq(answers.hotkey, hotkey), lte(answers.roundId, id - 1), eq(rounds.mechanism, mechanism)))
    .orderBy(desc(answers.roundId))
    .limit(1)
    .get()
  return row?.standing === null || row === undefined ? null : parseStanding(row.standing)
}

/** Before the first round there is no evidence; before another one it is what the last one left. */
function readPairsBefore(orm: Queryable, id: number, mechanism: string): readonly PairEvidence[] | null {
  const row = orm
    .select({ pairs: rounds.pairs })
    .from(rounds)
    .where(and(lt(rounds.id, id), eq(rounds.mechanism, mechanism), eq(rounds.state, 'scored')))
    .orderBy(desc(rounds.id))
    .limit(1)
    .get()
  if (row === undefined) return []
  return row.pairs === null ? null : parsePairs(row.pairs)
}
