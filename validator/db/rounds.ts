import { and, asc, desc, eq, lt, notInArray } from 'drizzle-orm'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { ScoreScale } from '../../shared/mechanism/mechanism.ts'
import type { RoundSizes } from '../../shared/round/plan.ts'
import type { PairEvidence } from '../../shared/scoring/pair-evidence.ts'
import type { ProofState } from '../../shared/scoring/round.ts'
import type { Standing } from '../../shared/scoring/standing.ts'
import type { BlockRef } from '../../shared/subtensor/client.ts'
import { type Ss58, type Uid, uid } from '../../shared/units.ts'
import type { OutcomeTag } from '../outcomes.ts'
import type { Queryable } from './orm.ts'
import { answers, type ROUND_STATES, rounds } from './schema.ts'
import { parsePairs, parseStanding } from './state-json.ts'

/** How far a round has come. */
export type RoundState = (typeof ROUND_STATES)[number]

/** What came of asking one miner; what a phase has not brought yet is `null`. */
export interface AnswerRecord {
  readonly hotkey: Ss58
  readonly uid: Uid
  /** As far as is known: before a round is scored, what it would be if nothing more came. */
  readonly outcome: OutcomeTag
  /** Why there was no valid answer; empty for an answer. */
  readonly detail: string
  /** What it committed to, 64 hex digits, and its signature, 0x hex. */
  readonly commitHash: string | null
  readonly signature: string | null
  /** From sending the tasks to the last byte of the commitment. */
  readonly latencyMs: number | null
  /** The payload of the reveal as received; `null` when there was none or it has been dropped. */
  readonly body: string | null
  readonly salt: string | null
  /** From asking for the reveal to its last byte. */
  readonly revealMs: number | null
  /** SHA-256 of the model that it had committed on chain before the round, and the block of that. */
  readonly registeredModel: string | null
  readonly registeredBlock: number | null
  /** SHA-256 of the model that it claims. */
  readonly model: string | null
  /** By the round alone. */
  readonly proof: ProofState | null
  /** Proofs that held and that did not; `null` before scoring, and for rounds of before they were counted. */
  readonly proofsPassed: number | null
  readonly proofsFailed: number | null
  /** Figures of the proofs, or why they could not be looked into; empty without any. */
  readonly proofDetail: string
  /** Mean over the shared tasks, in the unit of the mechanism's rule. */
  readonly score: number
  /** Of the shared tasks, 0 to 1; `null` for rounds of before it was kept. */
  readonly skill: number | null
  /** Of its own tasks, not cut at 0 or 1. */
  readonly sliceSkill: number | null
  /** Mean over the canaries, in the unit of the mechanism's rule. */
  readonly canaryScore: number | null
  /** All that scoring keeps of it after the round; `null` when it has been dropped. */
  readonly standing: Standing | null
}

/** One round with everything needed to score it again. */
export interface RoundRecord {
  /** Key of `toScoreKey`. */
  readonly mechanism: string
  readonly state: RoundState
  /** What it is called on the wire; empty for rounds of before there were commitments. */
  readonly name: string
  /** The block whose hash is the beacon. */
  readonly at: BlockRef
  /** Row of `readSecret`; `null` for rounds of before there were secrets. */
  readonly secretId: number | null
  readonly seed: Uint8Array
  /** Tasks of each miner. */
  readonly sizes: RoundSizes
  /** `null` for the mechanism's default. */
  readonly difficulty: number | null
  /** For both phases together. */
  readonly deadlineMs: number
  /** Of the shared tasks. */
  readonly scale: ScoreScale
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly durationMs: number
  /** Evidence on pairs of miners after it; `null` when it has been dropped. */
  readonly pairs: readonly PairEvidence[] | null
  readonly answers: readonly AnswerRecord[]
}

/** A round without what its miners did. */
export type RoundFacts = Omit<RoundRecord, 'answers' | 'pairs'>

/** The newest round whose scores count, without its answers; `undefined` before the first. */
export function readLastRound(orm: Queryable): (RoundFacts & { readonly id: number }) | undefined {
  const row = orm.select().from(rounds).where(eq(rounds.state, 'scored')).orderBy(desc(rounds.id)).limit(1).get()
  return row === undefined ? undefined : { id: row.id, ...toFacts(row) }
}

/** Rounds that were begun and neither scored nor abandoned, oldest first: what a crash left behind. */
export const readUnfinished = (orm: Queryable): readonly number[] =>
  orm
    .select({ id: rounds.id })
    .from(rounds)
    .where(notInArray(rounds.state, ['scored', 'abandoned']))
    .orderBy(asc(rounds.id))
    .all()
    .map(({ id }) => id)

/** A round with its answers in the order of hotkeys; `undefined` when it does not exist or was dropped. */
export function readRound(orm: Queryable, id: number): RoundRecord | undefined {
  const row = orm.select().from(rounds).where(eq(rounds.id, id)).get()
  if (row === undefined) return undefined
  const found = orm.select().from(answers).where(eq(answers.roundId, id)).orderBy(answers.hotkey).all()
  return {
    ...toFacts(row),
    pairs: row.pairs === null ? null : parsePairs(row.pairs),
    answers: found.map(toAnswer),
  }
}

/** What is left of a miner's earlier commitments, newest first: to tell a replay from a lie. */
export function readCommitsOf(
  orm: Queryable,
  { hotkey, beforeRound, limit }: { hotkey: Ss58; beforeRound: number; limit: number },
): readonly { readonly name: string; readonly commitHash: string | null }[] {
  return orm
    .select({ name: rounds.name, commitHash: answers.commitHash })
    .from(answers)
    .innerJoin(rounds, eq(rounds.id, answers.roundId))
    .where(and(eq(answers.hotkey, hotkey), lt(answers.roundId, beforeRound)))
    .orderBy(desc(answers.roundId))
    .limit(limit)
    .all()
}

const toAnswer = ({ roundId: _, standing, ...answer }: typeof answers.$inferSelect): AnswerRecord => ({
  ...answer,
  hotkey: parseSs58(answer.hotkey),
  uid: uid(answer.uid),
  standing: standing === null ? null : parseStanding(standing),
})

const toFacts = ({
  id: _,
  block,
  blockHash,
  worst,
  chance,
  perfect,
  seed,
  items,
  own,
  canaries,
  pairs: __,
  abandonedIn: ___,
  abandonedFor: ____,
  ...round
}: typeof rounds.$inferSelect): RoundFacts => ({
  ...round,
  at: { number: block, hash: blockHash },
  seed: Uint8Array.from(seed),
  sizes: { shared: items - own - canaries, own, canaries },
  scale: { worst, chance, perfect },
})
