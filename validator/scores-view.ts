import Table from 'cli-table3'
import { standardErrorOf } from '../shared/scoring/estimate.ts'
import { fromU16Proportion } from '../shared/units.ts'
import { readFindings } from './db/findings.ts'
import { readDatabase } from './db/open.ts'
import { readLastRound, readRound } from './db/rounds.ts'
import { readScores } from './db/scores.ts'
import { readLastWeights } from './db/weights.ts'
import type { OutcomeTag } from './outcomes.ts'
import { isCurrentScoreKey } from './score-key.ts'

/** One miner as `validator scores` shows it. */
export interface MinerScore {
  readonly hotkey: string
  /** In the last round in which it was asked. */
  readonly uid: number
  /** Running average of the skill of each round: 0 at chance or below, 1 when perfect. */
  readonly score: number
  /** Standard error of that average. */
  readonly uncertainty: number
  /** Mean over the tasks of the last round in the unit of the mechanism's rule; the worst one without an answer. */
  readonly lastScore: number
  /** Rounds in which it was asked. */
  readonly rounds: number
  readonly lastOutcome: OutcomeTag
  /** Why the last round had no valid answer; empty for an answer. */
  readonly lastDetail: string
  /** In the weights last set, 1 for the best miner; `null` when it was not in them. */
  readonly weight: number | null
  /** What speaks against it since its last round; empty for an honest miner. */
  readonly findings: readonly MinerFinding[]
}

/** What a miner was caught by. */
export interface MinerFinding {
  /** `duplicate`, `relay`, `leak`, `downgrade` or `late`. */
  readonly kind: string
  /** Round since which it holds. */
  readonly since: number
  readonly evidence: string
  /** Hotkey that is paid for the same answers; `null` where only one is concerned. */
  readonly of: string | null
}

/** What `validator scores --json` prints. */
export interface ScoresView {
  /** Which rule and data the scores belong to; `null` before the first round, also after an older program's. */
  readonly scoring: string | null
  readonly lastRound: { readonly id: number; readonly block: number; readonly startedAt: number } | null
  readonly lastWeights: { readonly block: number; readonly setAt: number } | null
  /** Best first. */
  readonly miners: readonly MinerScore[]
}

/**
 * Scores of a validator's database, also while it runs.
 * @throws AppError as `readDatabase`.
 */
export function viewScores(path: string): ScoresView {
  const database = readDatabase(path)
  try {
    const round = readLastRound(database.orm)
    const set = readLastWeights(database.orm)
    const lastWeights = set === undefined ? null : { block: set.block, setAt: set.setAt }
    if (round === undefined || !isCurrentScoreKey(round.mechanism))
      return { scoring: null, lastRound: null, lastWeights, miners: [] }

    const weights = new Map(set?.weights.map(({ hotkey, value }) => [hotkey, value]))
    const details = new Map(readRound(database.orm, round.id)?.answers.map(({ hotkey, detail }) => [hotkey, detail]))
    const holding = readFindings(database.orm, round.mechanism).filter(({ lastRound }) => lastRound === round.id)
    const miners = [...readScores(database.orm, round.mechanism).values()].map((record): MinerScore => {
      const weight = weights.get(record.hotkey)
      return {
        hotkey: record.hotkey,
        uid: record.uid,
        score: record.standing.skill.mean,
        uncertainty: standardErrorOf(record.standing.skill),
        lastScore: record.lastScore,
        rounds: record.rounds,
        lastOutcome: record.lastOutcome,
        lastDetail: details.get(record.hotkey) ?? '',
        weight: weight === undefined ? null : fromU16Proportion(weight),
        findings: holding
          .filter(({ hotkey }) => hotkey === record.hotkey)
          .map(({ kind, sinceRound, detail, other }) => ({
            kind,
            since: sinceRound,
            evidence: detail,
            of: other === '' ? null : other,
          })),
      }
    })
    return {
      scoring: round.mechanism,
      lastRound: { id: round.id, block: round.at.number, startedAt: round.startedAt },
      lastWeights,
      miners: miners.sort((a, b) => b.score - a.score || b.lastScore - a.lastScore || a.uid - b.uid),
    }
  } finally {
    database.close()
  }
}

/** The same as a table for people. */
export function renderScores({ scoring, lastRound, lastWeights, miners }: ScoresView): string {
  if (lastRound === null) return 'no round yet: scores appear when "validator run" has its permit and finds miners'
  const table = new Table({
    head: ['hotkey', 'uid', 'score', 'rounds', 'weight', 'last score', 'last round'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
    // No lines between rows.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  })
  for (const miner of miners)
    table.push([
      miner.hotkey,
      miner.uid,
      `${miner.score.toFixed(4)} ± ${miner.uncertainty.toFixed(3)}`,
      miner.rounds,
      miner.weight === null ? '–' : miner.weight.toFixed(4),
      miner.lastScore.toFixed(4),
      miner.lastDetail === '' ? miner.lastOutcome : `${miner.lastOutcome}: ${miner.lastDetail.slice(0, 60)}`,
    ])
  const found = miners.flatMap(({ hotkey, uid, findings }) =>
    findings.map(
      ({ kind, since, evidence, of }) =>
        `uid ${uid} ${hotkey.slice(0, 8)}…: ${kind} since round ${since}: ${evidence}${of === null ? '' : `; paid is ${of}`}`,
    ),
  )
  const weights = lastWeights === null ? 'weights not set yet' : `weights set at block ${lastWeights.block}`
  return `${scoring}   round ${lastRound.id} at block ${lastRound.block}   ${weights}\n${[table.toString(), ...found].join('\n')}`
}
