import { standardErrorOf } from '../../shared/scoring/estimate.ts'
import { fromU16Proportion } from '../../shared/units.ts'
import type { PastAnswer, PastRound } from '../db/history.ts'
import type { ScoreRecord } from '../db/scores.ts'
import type { OutcomeTag } from '../outcomes.ts'
import { toMechanismKey } from '../score-key.ts'
import { aheadOfNext } from './ahead-of-next.ts'
import { attainableOf } from './attainable.ts'
import type { CalibrationResult } from './calibrate-miners.ts'
import { historyOf, skillOf } from './history.ts'
import { quantilesOf } from './quantiles.ts'
import type { Incentives } from './read-incentives.ts'
import type { Records } from './read-records.ts'
import type { FindingReport, GroupReport, MinerReport, Report, RoundMark } from './report.ts'
import { thin } from './thin.ts'

/** Points of a history: more than a chart can show. */
const MAX_POINTS = 300

/** What a report is made of. */
export interface ReportInput {
  readonly records: Records
  readonly calibration: CalibrationResult
  /** `undefined` when the chain was not asked. */
  readonly incentives: Incentives | undefined
}

/** Puts a report together. Pure: the same records give the same report. */
export function buildReport({ records, calibration, incentives }: ReportInput): Report {
  const { scoreKey, rounds, scores } = records
  const [first, last] = [rounds[0], rounds.at(-1)]
  const findings = toFindings(records)
  const byHotkey = Map.groupBy(records.answers, ({ hotkey }) => hotkey)
  const byId = new Map(rounds.map((round) => [round.id, round]))
  const weights = new Map<string, number>(records.weights?.weights.map(({ hotkey, value }) => [hotkey, value]))

  const ranked = scores.toSorted(
    (a, b) => b.standing.skill.mean - a.standing.skill.mean || a.uid - b.uid || (a.hotkey < b.hotkey ? -1 : 1),
  )
  const groups = toGroups(findings)
  const ahead = aheadOfNext(
    ranked.map(({ hotkey }) => ({ hotkey, skills: skillsOf(byHotkey.get(hotkey) ?? [], byId) })),
    groups,
  )
  const miners = ranked.map((record): MinerReport => {
    const { hotkey, uid } = record
    const weight = weights.get(hotkey)
    return {
      hotkey,
      uid,
      ...ofAnswers(byHotkey.get(hotkey) ?? [], byId, records.halfLifeRounds),
      skill: record.standing.skill.mean,
      uncertainty: standardErrorOf(record.standing.skill),
      aheadOfNext: ahead.get(hotkey) ?? null,
      weight: weight === undefined ? null : fromU16Proportion(weight),
      incentive: incentives?.shares.get(hotkey) ?? null,
      calibration: calibration.miners.get(hotkey) ?? null,
      findings: findings.filter((found) => found.isHolding && found.hotkey === hotkey).map(({ kind }) => kind),
    }
  })
  return {
    validator: { hotkey: records.hotkey, netuid: records.netuid },
    scoring: scoreKey,
    mechanism: scoreKey === null ? null : toMechanismKey(scoreKey),
    rounds:
      first === undefined || last === undefined
        ? null
        : { count: rounds.length, first: toMark(first), last: toMark(last) },
    weightsBlock: records.weights?.block ?? null,
    chainBlock: incentives?.block ?? null,
    miners,
    groups,
    findings,
    calibration: calibration.note,
  }
}

/** Skills by round, of those with an answer that counts. */
function skillsOf(answers: readonly PastAnswer[], rounds: ReadonlyMap<number, PastRound>): ReadonlyMap<number, number> {
  const skills = new Map<number, number>()
  for (const answer of answers) {
    const round = rounds.get(answer.roundId)
    if (round !== undefined && answer.outcome === 'answered') skills.set(answer.roundId, skillOf(answer, round))
  }
  return skills
}

/** What the rounds of the report say of one miner. */
function ofAnswers(
  answers: readonly PastAnswer[],
  rounds: ReadonlyMap<number, PastRound>,
  halfLifeRounds: number,
): Pick<
  MinerReport,
  | 'registeredModel'
  | 'claimedModel'
  | 'asked'
  | 'outcomes'
  | 'lastFailure'
  | 'proofs'
  | 'latencyMs'
  | 'attainable'
  | 'history'
> {
  const failure = answers.findLast(({ outcome }) => outcome !== 'answered')
  const latencies = answers.flatMap(({ latencyMs }) => latencyMs ?? [])
  const countProofs = (state: PastAnswer['proof']): number => answers.filter(({ proof }) => proof === state).length
  return {
    registeredModel: answers.at(-1)?.registeredModel ?? null,
    claimedModel: answers.findLast(({ model }) => model !== null)?.model ?? null,
    asked: answers.length,
    outcomes: countOutcomes(answers),
    lastFailure:
      failure === undefined ? null : { round: failure.roundId, outcome: failure.outcome, detail: failure.detail },
    proofs: {
      verified: countProofs('verified'),
      failed: countProofs('failed'),
      absent: countProofs('absent'),
      counts: {
        passed: answers.reduce((sum, { proofsPassed }) => sum + (proofsPassed ?? 0), 0),
        failed: answers.reduce((sum, { proofsFailed }) => sum + (proofsFailed ?? 0), 0),
      },
    },
    latencyMs: quantilesOf(latencies),
    attainable: attainableOf(answers, rounds),
    history: thin(historyOf(answers, rounds, halfLifeRounds), MAX_POINTS),
  }
}

function countOutcomes(answers: readonly PastAnswer[]): Partial<Record<OutcomeTag, number>> {
  const counts: Partial<Record<OutcomeTag, number>> = {}
  for (const { outcome } of answers) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** What still holds first, then the newest, by kind. */
function toFindings({ findings, rounds, scores }: Records): readonly FindingReport[] {
  const uids = new Map<string, ScoreRecord['uid']>(scores.map(({ hotkey, uid }) => [hotkey, uid]))
  const newest = rounds.at(-1)?.id
  return findings
    .map(({ hotkey, kind, sinceRound, lastRound, detail, other }) => ({
      hotkey,
      uid: uids.get(hotkey) ?? null,
      kind,
      since: sinceRound,
      until: lastRound,
      isHolding: lastRound === newest,
      evidence: detail,
      of: other === '' ? null : other,
    }))
    .sort(
      (a, b) =>
        Number(b.isHolding) - Number(a.isHolding) ||
        b.until - a.until ||
        a.kind.localeCompare(b.kind) ||
        a.since - b.since ||
        (a.uid ?? 0) - (b.uid ?? 0),
    )
}

function toGroups(findings: readonly FindingReport[]): readonly GroupReport[] {
  const groups = new Map<string, string[]>()
  for (const { hotkey, of, isHolding } of findings) {
    if (of === null || !isHolding) continue
    const others = groups.get(of) ?? []
    groups.set(of, others)
    if (!others.includes(hotkey)) others.push(hotkey)
  }
  return [...groups].map(([paid, others]) => ({ paid, others }))
}

const toMark = ({ id, block, startedAt }: PastRound): RoundMark => ({ id, block, startedAt })
