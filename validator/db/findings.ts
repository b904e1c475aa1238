import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { Ss58 } from '../../shared/units.ts'
import { chunksOf, type Queryable } from './orm.ts'
import { findings } from './schema.ts'

/** What a miner was caught by. */
export interface FindingRecord {
  /** `duplicate`, `relay`, `leak`, `downgrade` or `late`, as in `Finding`. */
  readonly kind: string
  readonly hotkey: Ss58
  /** Round since which it holds without a break. */
  readonly sinceRound: number
  /** The evidence in words. */
  readonly detail: string
  /** Hotkey of the miner that is paid for the same answers; empty where only one is concerned. */
  readonly other: string
}

/** A finding and the round that confirmed it last. */
export interface StoredFinding extends FindingRecord {
  readonly lastRound: number
}

/** All findings under a key of `toScoreKey` that are kept, oldest first; those that hold no longer too. */
export const readFindings = (orm: Queryable, mechanism: string): readonly StoredFinding[] =>
  orm
    .select()
    .from(findings)
    .where(eq(findings.mechanism, mechanism))
    .orderBy(asc(findings.sinceRound), asc(findings.hotkey), asc(findings.kind))
    .all()
    .map(({ mechanism: _, hotkey, ...finding }) => ({ ...finding, hotkey: parseSs58(hotkey) }))

/** Writes what a round found, one line for as long as it holds, and drops what was last found before `beforeRound`. */
export function writeFindings(
  tx: Queryable,
  {
    mechanism,
    roundId,
    findings: found,
    beforeRound,
  }: { mechanism: string; roundId: number; findings: readonly FindingRecord[]; beforeRound: number },
): void {
  for (const chunk of chunksOf(found.map((finding) => ({ mechanism, lastRound: roundId, ...finding }))))
    tx.insert(findings)
      .values(chunk)
      .onConflictDoUpdate({
        target: [findings.mechanism, findings.kind, findings.hotkey, findings.sinceRound],
        set: { lastRound: sql`excluded.last_round`, detail: sql`excluded.detail`, other: sql`excluded.other` },
      })
      .run()
  tx.delete(findings)
    .where(and(eq(findings.mechanism, mechanism), lte(findings.lastRound, beforeRound)))
    .run()
}
