import { and, count, desc, eq, gt } from 'drizzle-orm'
import type { Queryable } from './orm.ts'
import { answers, rounds } from './schema.ts'

/** What is known of the time before a round. */
export interface BeforeRound {
  /** Miners whose answers counted in the last scored round under the key. */
  readonly answered: number
  /** Rounds that were abandoned since then for a reason. */
  readonly abandoned: number
}

/** Looks back from now. @param mechanism key of `toScoreKey`. */
export function readBefore(orm: Queryable, mechanism: string, reason: string): BeforeRound {
  const last = orm
    .select({ id: rounds.id })
    .from(rounds)
    .where(and(eq(rounds.state, 'scored'), eq(rounds.mechanism, mechanism)))
    .orderBy(desc(rounds.id))
    .limit(1)
    .get()
  if (last === undefined) return { answered: 0, abandoned: 0 }
  const answered = orm
    .select({ count: count() })
    .from(answers)
    .where(and(eq(answers.roundId, last.id), eq(answers.outcome, 'answered')))
    .get()
  const abandoned = orm
    .select({ count: count() })
    .from(rounds)
    .where(and(gt(rounds.id, last.id), eq(rounds.abandonedFor, reason)))
    .get()
  return { answered: answered?.count ?? 0, abandoned: abandoned?.count ?? 0 }
}
