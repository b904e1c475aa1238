import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { toSs58 } from '../../../shared/crypto/ss58.ts'
import type { Standing } from '../../../shared/scoring/standing.ts'
import { netUid, type Ss58, uid } from '../../../shared/units.ts'
import { type Database, type Owner, openDatabase } from '../../../validator/db/open.ts'
import type { Orm } from '../../../validator/db/orm.ts'
import {
  beginRound,
  type CommitRecord,
  type GradeRecord,
  nextRoundId,
  type RevealRecord,
  type ScoredChange,
  storeCommitments,
  storeReveals,
  storeScores,
} from '../../../validator/db/round-phases.ts'
import type { RoundFacts } from '../../../validator/db/rounds.ts'
import type { ScoreRecord } from '../../../validator/db/scores.ts'
import { noteOnChain, storeSecret } from '../../../validator/db/secrets.ts'

/** A hotkey of nobody, different for each number. */
export const hotkeyOf = (number: number): Ss58 => toSs58(new Uint8Array(32).fill(number))

export const OWNER: Owner = { hotkey: hotkeyOf(200), netuid: netUid(1) }

/** Path of a database in a folder that goes away with the test. */
export function temporaryPath(name = 'validator.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'meritnet-db-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

/** A database that is closed when the test is over. */
export function openForTest(path = temporaryPath(), owner = OWNER): Database {
  const database = openDatabase(path, owner)
  onTestFinished(() => database.close())
  return database
}

export const commitOf = (number: number, commit: Partial<CommitRecord> = {}): CommitRecord => ({
  hotkey: hotkeyOf(number),
  uid: uid(number),
  outcome: 'no-reveal',
  detail: 'was not asked to reveal yet',
  commitHash: '01'.repeat(32),
  signature: `0x${'02'.repeat(64)}`,
  latencyMs: 12.5,
  registeredModel: null,
  registeredBlock: null,
  ...commit,
})

export const revealOf = (number: number, reveal: Partial<RevealRecord> = {}): RevealRecord => ({
  hotkey: hotkeyOf(number),
  outcome: 'answered',
  detail: '',
  body: '{"answers":[]}',
  salt: '03'.repeat(32),
  revealMs: 2.5,
  ...reveal,
})

export const gradeOf = (number: number, grade: Partial<GradeRecord> = {}): GradeRecord => ({
  hotkey: hotkeyOf(number),
  outcome: 'answered',
  detail: '',
  model: 'ab'.repeat(32),
  proof: 'absent',
  proofsPassed: 0,
  proofsFailed: 0,
  proofDetail: '',
  score: -0.5,
  skill: 0.5,
  sliceSkill: 0.4,
  canaryScore: -3,
  ...grade,
})

export const standingOf = (number: number, standing: Partial<Standing> = {}): Standing => ({
  hotkey: hotkeyOf(number),
  rounds: 1,
  skill: { mean: 0.5, weight: 1, squares: 1, spread: 0 },
  missed: { mean: 0, weight: 1, squares: 1, spread: 0 },
  lateness: undefined,
  contribution: undefined,
  slice: undefined,
  canary: 0,
  proofs: { passed: 0, failed: 0 },
  verified: 0,
  failed: 0,
  since: { relay: undefined, leak: undefined, downgrade: undefined, late: undefined },
  ...standing,
})

/** Standing of a miner of a skill. */
export const skilled = (number: number, mean: number): Standing =>
  standingOf(number, { skill: { mean, weight: 3, squares: 3, spread: 0 } })

export const scoreOf = (number: number, score: Partial<ScoreRecord> = {}): ScoreRecord => ({
  hotkey: hotkeyOf(number),
  uid: uid(number),
  standing: standingOf(number),
  rounds: 1,
  lastScore: -0.5,
  lastOutcome: 'answered',
  ...score,
})

export const SCORE_KEY = 'skill@3/glyphs@2'

export const roundOf = (round: Partial<RoundFacts> = {}): Omit<RoundFacts, 'state'> => ({
  mechanism: SCORE_KEY,
  name: '1 at block 7',
  at: { number: 7, hash: `0x${'07'.repeat(32)}` },
  secretId: null,
  seed: new Uint8Array(32).fill(9),
  sizes: { shared: 3, own: 1, canaries: 1 },
  difficulty: null,
  deadlineMs: 1000,
  scale: { worst: -9.2, chance: -2.3, perfect: 0 },
  startedAt: 1_750_000_000_000,
  durationMs: 0,
  ...round,
})

export const changeOf = (id: number, change: Partial<ScoredChange> = {}): ScoredChange => {
  const scores = change.scores ?? [scoreOf(1)]
  return {
    id,
    mechanism: SCORE_KEY,
    durationMs: 250,
    grades: [gradeOf(1)],
    scores,
    state: { standings: new Map(scores.map(({ hotkey, standing }) => [hotkey, standing])), pairs: new Map() },
    findings: [],
    registered: new Set([hotkeyOf(1)]),
    retention: { rounds: 100, answers: 10 },
    ...change,
  }
}

export interface StoredRound {
  readonly round?: Partial<RoundFacts>
  readonly commits?: readonly CommitRecord[]
  readonly reveals?: readonly RevealRecord[]
  readonly change?: Partial<ScoredChange>
  /** Whether its secret is open when it is scored. */
  readonly isOpened?: boolean
}

/** Stores a whole round, phase by phase. */
export function storeRound(
  orm: Orm,
  { round = {}, commits, reveals, change = {}, isOpened = false }: StoredRound = {},
): number {
  const id = nextRoundId(orm)
  const secretId = round.secretId ?? storeSecret(orm, { period: id, secret: new Uint8Array(32).fill(id) }).id
  if (isOpened) noteOnChain(orm, { id: secretId, committedBlock: 1, openedId: secretId })
  const facts = roundOf({ ...round, secretId })
  beginRound(orm, id, facts)
  storeCommitments(orm, id, commits ?? [commitOf(1)], facts.scale.worst)
  storeReveals(orm, id, reveals ?? [revealOf(1)])
  storeScores(orm, changeOf(id, { mechanism: facts.mechanism, ...change }))
  return id
}
