import { DEFAULT_SCORING } from '../../shared/scoring/settings.ts'
import { readFindings, type StoredFinding } from '../db/findings.ts'
import { type PastAnswer, type PastRound, readPastAnswers, readPastRounds } from '../db/history.ts'
import { readMeta } from '../db/meta.ts'
import { readDatabase } from '../db/open.ts'
import type { Queryable } from '../db/orm.ts'
import { type RoundRecord, readLastRound, readRound } from '../db/rounds.ts'
import { readScores, type ScoreRecord } from '../db/scores.ts'
import { readLastWeights, type WeightSet } from '../db/weights.ts'
import { isCurrentScoreKey } from '../score-key.ts'

/** Most answers to tasks that are read again for calibration: ten seconds of making tasks on one core. */
const MAX_REPLAYED_ANSWERS = 250_000

/** What a report takes from a database, all of one moment. */
export interface Records {
  readonly hotkey: string | null
  readonly netuid: number | null
  /** Key of `toScoreKey`; `null` before the first round. */
  readonly scoreKey: string | null
  readonly rounds: readonly PastRound[]
  readonly answers: readonly PastAnswer[]
  readonly scores: readonly ScoreRecord[]
  readonly weights: WeightSet | undefined
  readonly halfLifeRounds: number
  readonly findings: readonly StoredFinding[]
  /** The newest rounds whose answers are kept as received, newest first; as many as can be read again soon. */
  readonly kept: readonly RoundRecord[]
}

/**
 * Reads a validator's database, also while it runs: what it stores meanwhile is not in the report.
 * @param limit newest rounds to cover.
 * @throws AppError as `readDatabase`.
 */
export function readRecords(path: string, limit: number): Records {
  const database = readDatabase(path)
  try {
    // One transaction is one snapshot.
    return database.orm.transaction((tx) => read(tx, limit))
  } finally {
    database.close()
  }
}

function read(tx: Queryable, limit: number): Records {
  const netuid = readMeta(tx, 'netuid')
  const weights = readLastWeights(tx)
  const about = {
    hotkey: readMeta(tx, 'hotkey') ?? null,
    netuid: netuid === undefined ? null : Number(netuid),
    weights,
    halfLifeRounds: weights?.basis?.settings.halfLifeRounds ?? DEFAULT_SCORING.halfLifeRounds,
  }
  const scoreKey = readLastRound(tx)?.mechanism
  if (scoreKey === undefined || !isCurrentScoreKey(scoreKey))
    return { ...about, scoreKey: null, rounds: [], answers: [], scores: [], findings: [], kept: [] }
  const rounds = readPastRounds(tx, scoreKey, limit)
  return {
    ...about,
    scoreKey,
    rounds,
    answers: readPastAnswers(tx, scoreKey, rounds[0]?.id ?? 0),
    scores: [...readScores(tx, scoreKey).values()],
    findings: readFindings(tx, scoreKey),
    kept: readKept(tx, rounds),
  }
}

function readKept(tx: Queryable, rounds: readonly PastRound[]): readonly RoundRecord[] {
  const kept: RoundRecord[] = []
  let answers = 0
  for (const { id } of rounds.toReversed()) {
    const round = readRound(tx, id)
    if (round === undefined || !round.answers.some(({ body }) => body !== null)) break
    const { shared, own, canaries } = round.sizes
    answers += round.answers.length * (shared + own + canaries)
    if (kept.length > 0 && answers > MAX_REPLAYED_ANSWERS) break
    kept.push(round)
  }
  return kept
}
