import { and, asc, desc, eq, gte } from 'drizzle-orm'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import type { ProofState } from '../../shared/scoring/round.ts'
import type { Standing } from '../../shared/scoring/standing.ts'
import { type Ss58, type Uid, uid } from '../../shared/units.ts'
import type { OutcomeTag } from '../outcomes.ts'
import type { Queryable } from './orm.ts'
import { answers, rounds } from './schema.ts'
import { parseStanding } from './state-json.ts'

/** A scored round as far as a look back takes it. */
export interface PastRound {
  readonly id: number
  readonly block: number
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly deadlineMs: number
  /** Of the shared tasks, in the unit of the mechanism's rule. */
  readonly scale: ScoreScale
}

/** What came of one miner in a round, without what it sent. */
export interface PastAnswer {
  readonly roundId: number
  readonly hotkey: Ss58
  readonly uid: Uid
  readonly outcome: OutcomeTag
  readonly detail: string
  /** From sending the tasks to the last byte of the commitment; `null` without one. */
  readonly latencyMs: number | null
  /** Mean over the shared tasks, in the unit of the mechanism's rule. */
  readonly score: number
  /** `null` for rounds of before it was kept. */
  readonly skill: number | null
  readonly proof: ProofState | null
  /** Proofs that held and that did not; `null` for rounds of before they were counted. */
  readonly proofsPassed: number | null
  readonly proofsFailed: number | null
  /** SHA-256 of the model that it claims, and of the one that it had committed on chain. */
  readonly model: string | null
  readonly registeredModel: string | null
  /** `null` when it has been dropped. */
  readonly standing: Standing | null
}

/** The newest `limit` scored rounds under a key of `toScoreKey`, oldest first. */
export const readPastRounds = (orm: Queryable, mechanism: string, limit: number): readonly PastRound[] =>
  orm
    .select()
    .from(rounds)
    .where(and(eq(rounds.mechanism, mechanism), eq(rounds.state, 'scored')))
    .orderBy(desc(rounds.id))
    .limit(limit)
    .all()
    .reverse()
    .map(({ id, block, startedAt, deadlineMs, worst, chance, perfect }) => ({
      id,
      block,
      startedAt,
      deadlineMs,
      scale: { worst, chance, perfect },
    }))

/** What came of all miners in the scored rounds under a key from `fromRound` on, oldest first. */
export const readPastAnswers = (orm: Queryable, mechanism: string, fromRound: number): readonly PastAnswer[] =>
  orm
    .select({
      roundId: answers.roundId,
      hotkey: answers.hotkey,
      uid: answers.uid,
      outcome: answers.outcome,
      detail: answers.detail,
      latencyMs: answers.latencyMs,
      score: answers.score,
      skill: answers.skill,
      proof: answers.proof,
      proofsPassed: answers.proofsPassed,
      proofsFailed: answers.proofsFailed,
      model: answers.model,
      registeredModel: answers.registeredModel,
      standing: answers.standing,
    })
    .from(answers)
    .innerJoin(rounds, eq(rounds.id, answers.roundId))
    .where(and(eq(rounds.mechanism, mechanism), eq(rounds.state, 'scored'), gte(rounds.id, fromRound)))
    .orderBy(asc(answers.roundId), asc(answers.hotkey))
    .all()
    .map(({ hotkey, standing, ...answer }) => ({
      ...answer,
      hotkey: parseSs58(hotkey),
      uid: uid(answer.uid),
      standing: standing === null ? null : parseStanding(standing),
    }))
