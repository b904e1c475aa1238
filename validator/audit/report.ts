import type { BlockRef } from '../../shared/subtensor/client.ts'
import type { Ss58 } from '../../shared/units.ts'
import type { RoundCounts, ValidatorFindings } from './audit-validator.ts'
import type { WeightShare } from './check-weights.ts'
import type { Deviation } from './deviation.ts'
import type { ReplayedMiner } from './replay-round.ts'

/** What an audit makes of a validator: the worst severity that was found. */
export type AuditVerdict = 'clean' | 'suspect' | 'faulty' | 'unfair' | 'not-audited'

/** A miner that a validator pays more, or less, than its scores are worth. */
export interface Favour {
  readonly hotkey: Ss58
  readonly uid: number
  /** Share of a row above what it should be, as a mean of the rows where it differs; negative for one held down. */
  readonly gain: number
  /** Rows in which it differs. */
  readonly rows: number
}

/** What was found of one validator. */
export interface ValidatorReport {
  readonly hotkey: Ss58
  readonly uid: number
  readonly source: string
  readonly verdict: AuditVerdict
  readonly rounds: RoundCounts
  /** Round after which everything was worked out; what was remembered then is taken on trust. `null`: from the first. */
  readonly trustedFrom: number | null
  readonly rows: { readonly published: number; readonly replayed: number }
  /** What is the validator's word alone. */
  readonly words: { readonly outcomes: number; readonly latencies: number; readonly proofs: number }
  /** Largest first. */
  readonly favours: readonly Favour[]
  /** Mean shares over the rows that were worked out anew. */
  readonly weights: readonly WeightShare[]
  readonly counts: Readonly<Record<string, number>>
  readonly deviations: readonly Deviation[]
  readonly notes: readonly string[]
}

/** What `validator audit --json` writes. */
export interface AuditReport {
  readonly format: 1
  readonly netuid: number
  readonly chain: string
  readonly head: BlockRef
  readonly verdict: 'clean' | 'deviations' | 'not-audited'
  readonly validators: readonly ValidatorReport[]
}

/** Share of a row from which a gain is told. */
const LEAST_GAIN = 0.001

/** Puts a report together from what was found of each validator. */
export function toReport(
  facts: Pick<AuditReport, 'netuid' | 'chain' | 'head'>,
  audited: readonly ValidatorFindings[],
): AuditReport {
  const validators = audited.map(toValidatorReport)
  const isFound = validators.some(({ deviations }) => deviations.length > 0)
  const isAudited = validators.some(({ verdict }) => verdict !== 'not-audited')
  return { format: 1, ...facts, verdict: isFound ? 'deviations' : isAudited ? 'clean' : 'not-audited', validators }
}

function toValidatorReport(found: ValidatorFindings): ValidatorReport {
  const { hotkey, uid, source, findings, rounds, rows, shares, trustedFrom, miners, proofWords } = found
  return {
    ...{ hotkey, uid, source, rounds, rows, weights: meanOf(shares) },
    verdict: verdictOf(found),
    trustedFrom: trustedFrom ?? null,
    words: { ...countWords(miners), proofs: proofWords },
    favours: favoursOf(shares),
    counts: Object.fromEntries(findings.counts),
    deviations: findings.deviations,
    notes: findings.notes,
  }
}

/** How many outcomes and latencies, of all miners and rounds, nobody but the validator knows. */
function countWords(miners: ReadonlyMap<Ss58, readonly ReplayedMiner[]>): Omit<ValidatorReport['words'], 'proofs'> {
  const rounds = [...miners.values()].flat()
  return {
    outcomes: rounds.filter(({ isWord }) => isWord).length,
    latencies: rounds.filter(({ miner }) => miner.latencyMs !== null).length,
  }
}

/** Whom the rows that were worked out anew pay other than they should. */
function favoursOf(rows: readonly (readonly WeightShare[])[]): readonly Favour[] {
  const sums = new Map<Ss58, Favour>()
  for (const { hotkey, uid, found, expected } of rows.flat()) {
    if (Math.abs(found - expected) < LEAST_GAIN) continue
    const { gain, rows: count } = sums.get(hotkey) ?? { gain: 0, rows: 0 }
    sums.set(hotkey, { hotkey, uid, gain: gain + found - expected, rows: count + 1 })
  }
  return [...sums.values()]
    .map((sum) => ({ ...sum, gain: sum.gain / sum.rows }))
    .sort((a, b) => b.gain * b.rows - a.gain * a.rows)
}

/** Mean of each hotkey's shares over the rows, by uid. */
function meanOf(rows: readonly (readonly WeightShare[])[]): readonly WeightShare[] {
  const sums = new Map<Ss58, WeightShare>()
  for (const { hotkey, uid, ...share } of rows.flat()) {
    const sum = sums.get(hotkey)
    const found = (sum?.found ?? 0) + share.found / rows.length
    const expected = (sum?.expected ?? 0) + share.expected / rows.length
    sums.set(hotkey, { hotkey, uid, found, expected })
  }
  return [...sums.values()].sort((a, b) => a.uid - b.uid)
}

function verdictOf({ findings, isAudited, rounds }: ValidatorFindings): AuditVerdict {
  const severities = new Set(findings.deviations.map(({ severity }) => severity))
  if (severities.has('proof')) return 'unfair'
  if (severities.has('fault')) return 'faulty'
  if (severities.has('suspicion')) return 'suspect'
  // Without a round that was played again nothing is shown.
  return isAudited && rounds.replayed > 0 ? 'clean' : 'not-audited'
}

/** Exit code of `validator audit`: 0 clean, 1 deviations, 2 nothing could be audited. */
export const exitCodeOf = ({ verdict }: AuditReport): number => ({ clean: 0, deviations: 1, 'not-audited': 2 })[verdict]
