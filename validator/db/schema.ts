import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { OUTCOMES } from '../reply.ts'

/** Facts about the file itself: whose it is and who has it open. */
export const meta = sqliteTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

/** One scoring round: enough to make its tasks again and to score its answers again. */
export const rounds = sqliteTable('rounds', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** Key of `toScoreKey`: which rule and data the scores belong to; averages under different keys never mix. */
  mechanism: text('mechanism').notNull(),
  block: integer('block').notNull(),
  blockHash: text('block_hash').notNull(),
  /** Secret until the round is over; whoever has it knows every task and its answer. */
  seed: blob('seed', { mode: 'buffer' }).notNull(),
  items: integer('items').notNull(),
  deadlineMs: integer('deadline_ms').notNull(),
  /** Scale of the scores, in the unit of the mechanism's rule. */
  worst: real('worst').notNull(),
  chance: real('chance').notNull(),
  perfect: real('perfect').notNull(),
  /** Milliseconds since the Unix epoch. */
  startedAt: integer('started_at').notNull(),
  durationMs: real('duration_ms').notNull(),
})

/** What came of asking one miner in one round. */
export const answers = sqliteTable(
  'answers',
  {
    roundId: integer('round_id')
      .notNull()
      .references(() => rounds.id, { onDelete: 'cascade' }),
    hotkey: text('hotkey').notNull(),
    uid: integer('uid').notNull(),
    outcome: text('outcome', { enum: OUTCOMES }).notNull(),
    /** Why there was no valid answer; empty for an answer. */
    detail: text('detail').notNull(),
    /** Mean over the tasks, in the unit of the mechanism's rule. */
    score: real('score').notNull(),
    latencyMs: real('latency_ms'),
    /** SHA-256 of the model that the miner claims. */
    model: text('model'),
    /** The answer as received, kept for the newest rounds. */
    body: text('body'),
  },
  (table) => [
    primaryKey({ columns: [table.roundId, table.hotkey] }),
    index('answers_with_body').on(table.roundId).where(sql`body IS NOT NULL`),
  ],
)

/** Running average of a hotkey, the only thing that a restart must not lose. */
export const scores = sqliteTable(
  'scores',
  {
    /** Key of `toScoreKey`. */
    mechanism: text('mechanism').notNull(),
    hotkey: text('hotkey').notNull(),
    /** Uid in the last round; only for display, since uids change hands. */
    uid: integer('uid').notNull(),
    /** Running average of the skill of each round, from 0 to 1. */
    mean: real('mean').notNull(),
    /** How many rounds the average is worth. */
    weight: real('weight').notNull(),
    /** Rounds in which the hotkey was asked. */
    rounds: integer('rounds').notNull(),
    lastRound: integer('last_round').notNull(),
    /** Score of the last round, in the unit of the mechanism's rule. */
    lastScore: real('last_score').notNull(),
    lastOutcome: text('last_outcome', { enum: OUTCOMES }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.mechanism, table.hotkey] })],
)

/** Rows of weights that the chain accepted, one line for each neuron. */
export const weights = sqliteTable(
  'weights',
  {
    /** Counts the rows that were set. */
    setId: integer('set_id').notNull(),
    hotkey: text('hotkey').notNull(),
    uid: integer('uid').notNull(),
    /** Share of 65 535, the best miner has all. */
    value: integer('value').notNull(),
    block: integer('block').notNull(),
    /** Milliseconds since the Unix epoch. */
    setAt: integer('set_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.setId, table.hotkey] })],
)
