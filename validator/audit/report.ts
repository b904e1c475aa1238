import type { BlockRef } from '../../shared/subtensor/client.ts'
import type { Ss58 } from '../../shared/units.ts'
import type { ValidatorFindings } from './audit-validator.ts'
import type { WeightShare } from './check-weights.ts'
import { countWords } from './compare-validators.ts'
import type { Deviation } from './deviation.ts'

/** What an audit makes of a validator: the worst severity that was found. */
export type AuditVerdict = 'clean' | 'suspect' | 'faulty' | 'unfair' | 'not-audited'

/** A miner that a validator pays more, or less, than its scores are worth. */
export interface Favour {
  readonly hotkey: Ss58
  readonly uid: number
  /** Mean share of the rows above what it should be; negative for one that is held down. */
  readonly gain: number
}

export interface ValidatorReport {
  readonly hotkey: Ss58
  readonly uid: number
  readonly source: string
  readonly verdict: AuditVerdict
  readonly rounds: { readonly listed: number; readonly opened: number; readonly replayed: number }
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

export function toReport(
  facts: Pick<AuditReport, 'netuid' | 'chain' | 'head'>,
  audited: readonly ValidatorFindings[],
): AuditReport {
  const validators = audited.map(toValidatorReport)
  const isFound = validators.some(({ deviations }) => deviations.length > 0)
  const isAll = validators.length > 0 && validators.some(({ verdict }) => verdict !== 'not-audited')
  return { format: 1, ...facts, verdict: isFound ? 'deviations' : isAll ? 'clean' : 'not-audited', validators }
}

function toValidatorReport(found: ValidatorFindings): ValidatorReport {
  const { hotkey, uid, source, findings, rounds, rows, weights, trustedFrom, miners, proofWords } = found
  return {
    ...{ hotkey, uid, source, rounds, rows, weights },
    verdict: verdictOf(found),
    trustedFrom: trustedFrom ?? null,
    words: { ...countWords(miners), proofs: proofWords },
    favours: weights
      .map(({ hotkey: miner, uid: slot, ...share }) => ({
        hotkey: miner,
        uid: slot,
        gain: share.found - share.expected,
      }))
      .filter(({ gain }) => Math.abs(gain) >= LEAST_GAIN)
      .sort((a, b) => b.gain - a.gain),
    counts: Object.fromEntries(findings.counts),
    deviations: findings.deviations,
    notes: findings.notes,
  }
}

function verdictOf({ findings, isAudited }: ValidatorFindings): AuditVerdict {
  const severities = new Set(findings.deviations.map(({ severity }) => severity))
  if (severities.has('proof')) return 'unfair'
  if (severities.has('fault')) return 'faulty'
  if (severities.has('suspicion')) return 'suspect'
  return isAudited ? 'clean' : 'not-audited'
}

/** Exit code of `validator audit`: 0 clean, 1 deviations, 2 nothing could be audited. */
export const exitCodeOf = ({ verdict }: AuditReport): number => ({ clean: 0, deviations: 1, 'not-audited': 2 })[verdict]
