import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { OUTCOMES } from '../outcomes.ts'

/** What can come of proofs: see `ProofState`. */
export const PROOF_STATES = ['verified', 'failed', 'absent'] as const

/** Facts about the file itself: whose it is and who has it open. */
export const meta = sqliteTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

/** How far a round has come; each step is one transaction. Of an abandoned one the row stays, so that its number is explained. */
export const ROUND_STATES = ['asked', 'committed', 'revealed', 'scored', 'abandoned'] as const

/** Secrets that rounds are drawn from, one for each period. */
export const secrets = sqliteTable('secrets', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** First block of the epoch that it was drawn for. */
  period: integer('period').notNull(),
  secret: blob('secret', { mode: 'buffer' }).notNull(),
  /** Block in which its hash came on chain; NULL until that was seen. */
  committedBlock: integer('committed_block'),
  /** Whether it is on chain itself, so that everybody may know it. */
  isOpened: integer('is_opened', { mode: 'boolean' }).notNull().default(false),
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
  state: text('state', { enum: ROUND_STATES }).notNull().default('scored'),
  /** What it is called on the wire; empty for rounds of before there were commitments. */
  name: text('name').notNull().default(''),
  /** Row of `secrets`; NULL for rounds of before there were secrets. */
  secretId: integer('secret_id'),
  /** Of the items of each miner, those that it alone got, and those that nobody can know. */
  own: integer('own').notNull().default(0),
  canaries: integer('canaries').notNull().default(0),
  /** Dial of the mechanism; NULL for its default. */
  difficulty: real('difficulty'),
  /** JSON of the evidence on pairs of miners after the round, kept for the newest rounds. */
  pairs: text('pairs'),
  /** State in which it was abandoned, and why; NULL for all others. */
  abandonedIn: text('abandoned_in', { enum: ROUND_STATES }),
  abandonedFor: text('abandoned_for'),
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
    /** From sending the tasks to the last byte of the commitment. */
    latencyMs: real('latency_ms'),
    /** SHA-256 of the model that the miner claims. */
    model: text('model'),
    /** The payload of the reveal as received, kept for the newest rounds. */
    body: text('body'),
    /** What the miner committed to, and its signature over that; NULL without a commitment. */
    commitHash: text('commit_hash'),
    signature: text('signature'),
    salt: text('salt'),
    /** From asking for the reveal to its last byte. */
    revealMs: real('reveal_ms'),
    /** SHA-256 of the model that the miner had committed on chain before the round, and the block of that. */
    registeredModel: text('registered_model'),
    registeredBlock: integer('registered_block'),
    /** What came of the proofs; NULL before scoring, and for rounds of before there were any. */
    proof: text('proof', { enum: PROOF_STATES }),
    /** Proofs that held and that did not; NULL before scoring, and for rounds of before they were counted. */
    proofsPassed: integer('proofs_passed'),
    proofsFailed: integer('proofs_failed'),
    proofDetail: text('proof_detail').notNull().default(''),
    /** Of the shared tasks, from 0 to 1. */
    skill: real('skill'),
    /** Of the miner's own tasks, not cut at 0 or 1; NULL without an answer. */
    sliceSkill: real('slice_skill'),
    /** Mean score on the canaries, in the unit of the mechanism's rule. */
    canaryScore: real('canary_score'),
    /** JSON of the miner's standing after the round, kept for the newest rounds. */
    standing: text('standing'),
  },
  (table) => [
    primaryKey({ columns: [table.roundId, table.hotkey] }),
    index('answers_by_hotkey').on(table.hotkey, table.roundId),
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
    /** JSON of `Standing`: everything that scoring keeps of the hotkey between rounds; NULL for averages of before. */
    standing: text('standing'),
  },
  (table) => [primaryKey({ columns: [table.mechanism, table.hotkey] })],
)

/** What scoring keeps of two hotkeys that were ever near each other. */
export const pairs = sqliteTable(
  'pairs',
  {
    mechanism: text('mechanism').notNull(),
    /** `a` is before `b` in the order of their text. */
    a: text('a').notNull(),
    b: text('b').notNull(),
    /** JSON of `PairEvidence`. */
    evidence: text('evidence').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mechanism, table.a, table.b] })],
)

/** What a miner was caught by: one line from the round since which it holds. */
export const findings = sqliteTable(
  'findings',
  {
    mechanism: text('mechanism').notNull(),
    kind: text('kind').notNull(),
    hotkey: text('hotkey').notNull(),
    /** Round since which it holds without a break. */
    sinceRound: integer('since_round').notNull(),
    /** Round that confirmed it last. */
    lastRound: integer('last_round').notNull(),
    /** The evidence in words. */
    detail: text('detail').notNull(),
    /** Hotkey that it shares a place with; empty where only one is concerned. */
    other: text('other').notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.mechanism, table.kind, table.hotkey, table.sinceRound] })],
)

/** What each accepted row of weights was made from. */
export const weightSets = sqliteTable('weight_sets', {
  setId: integer('set_id').primaryKey(),
  mechanism: text('mechanism').notNull(),
  /** Newest scored round at the time. */
  roundId: integer('round_id').notNull(),
  /** JSON of what the chain said of the miners, and of the settings. */
  basis: text('basis').notNull(),
})

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

/**
 * The row of weights that is being written, until it is known whether the chain took it: one line at most. Nothing else
 * knows of a row that is on chain when the process dies before it is stored.
 */
export const intendedWeights = sqliteTable('intended_weights', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  /** Whether the chain shows it at once: not where weights are committed. */
  isShown: integer('is_shown', { mode: 'boolean' }).notNull(),
  /** Head of the chain when it was made. */
  block: integer('block').notNull(),
  /** Milliseconds since the Unix epoch. */
  madeAt: integer('made_at').notNull(),
  /** What the chain noted then as the block of the validator's last row. */
  lastUpdate: integer('last_update').notNull(),
  /** Block of the epoch that it is for. */
  epochBlock: integer('epoch_block').notNull(),
  /** JSON of `Made`. */
  made: text('made').notNull(),
})
