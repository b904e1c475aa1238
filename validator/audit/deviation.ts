import type { Ss58 } from '../../shared/units.ts'

/**
 * How much a deviation says: `proof` is shown by what the validator itself signed, by miners' signatures and the chain;
 * `fault` is something missing or unreadable, for which whoever stands between may be to blame; `suspicion` is statistics.
 */
export type Severity = 'proof' | 'fault' | 'suspicion'

/** What can be found, with what its size is. */
export const DEVIATIONS = {
  unreachable: ['fault', 'nothing answers where the transcripts should be; size 1'],
  'too-slow': ['fault', 'a body did not come within the time; size in seconds'],
  'too-large': ['fault', 'a body is larger than any of its kind; size in bytes'],
  unreadable: ['fault', 'a body is not what is published there; size in bytes'],
  'bad-signature': ['fault', 'a body is not signed by the validator; size in bytes'],
  'missing-round': [
    'fault',
    'rounds are missing that the list, a row or the told retention implies, or known answers were not scored; size in rounds',
  ],
  'withheld-round': ['fault', 'a round is listed and not served, or not with all that is kept; size in rounds'],
  'not-opened': ['fault', 'the secret of a round should be on chain long since; size in blocks'],
  order: ['proof', 'rounds or rows do not follow each other; size in blocks'],
  inconsistent: ['proof', 'the validator signed two things that exclude each other; size in values'],
  beacon: ['proof', 'the beacon is not the hash of that block; size 1'],
  secret: ['proof', 'the secret is not the one that was on chain before the beacon; size in rounds'],
  'not-asked': ['proof', 'a miner was left out of a round; size in miners'],
  'asked-stranger': ['proof', 'somebody was asked who was not in the subnet; size in miners'],
  'no-basis': ['fault', 'a row does not say what it was made from; size in rows'],
  'registered-model': ['proof', 'the model that a miner had registered is another one; size 1'],
  'commit-signature': ['proof', 'the miner has not signed the commitment; size 1'],
  scale: ['proof', 'the scale is not that of the tasks; size in the unit of the rule'],
  outcome: ['proof', 'the answers count and were refused, or the other way round; size in skill'],
  proof: ['proof', 'proofs of inference say something else; size 1'],
  score: ['proof', 'the answers are worth another score; size in the unit of the figure'],
  standing: [
    'proof',
    'what is remembered of a miner does not follow from the rounds; size in skill, or of what differs most',
  ],
  basis: ['proof', 'what a row was made from is not what the chain says; size 1'],
  weight: ['proof', 'the weight is not what the scores are worth; size as a share of the row'],
  'row-on-chain': ['proof', 'the row on chain is another one than the published one; size as a share of the row'],
  'unpublished-row': ['fault', 'a row was set that is not published; size in rows'],
  'abandoned-rounds': ['suspicion', 'more rounds were abandoned than crashes explain; size as a share of rounds'],
  settings: ['suspicion', 'scores by other settings than most validators; size in settings'],
  'outcome-rate': [
    'suspicion',
    'finds a miner failing much oftener or rarer than others do; size as a share of rounds',
  ],
  'skill-gap': ['suspicion', 'finds a miner much better or worse than others do; size in skill'],
} as const satisfies Record<string, readonly [Severity, string]>

/** One of `DEVIATIONS`. */
export type DeviationKind = keyof typeof DEVIATIONS

/** One thing that is not as it should be. */
export interface Deviation {
  readonly validator: Ss58
  readonly what: DeviationKind
  readonly severity: Severity
  readonly round: number | null
  readonly block: number | null
  /** Whom it concerns. */
  readonly hotkey: Ss58 | null
  readonly uid: number | null
  /** In the unit that `DEVIATIONS` gives; positive is in favour of whom it concerns. */
  readonly size: number
  readonly expected: string
  readonly found: string
}

/** A deviation as checks tell it. */
export type Found = Pick<Deviation, 'what' | 'size' | 'expected' | 'found'> &
  Partial<Pick<Deviation, 'round' | 'block' | 'hotkey' | 'uid'>>

/** Collects what is found of one validator. */
export interface Findings {
  add(found: Found): void
  /** Something that could not be looked into, and why; told once. */
  note(text: string): void
  /** The first of each kind, in the order in which they were found. */
  readonly deviations: readonly Deviation[]
  /** All of each kind, also those beyond the kept ones. */
  readonly counts: ReadonlyMap<DeviationKind, number>
  readonly notes: readonly string[]
}

/** Deviations of one kind that are kept: a validator that publishes rubbish must not fill the memory. */
const KEPT_PER_KIND = 200
const KEPT_NOTES = 100
const LONGEST_TEXT = 300

/** See `Findings`. */
export function createFindings(validator: Ss58): Findings {
  const deviations: Deviation[] = []
  const counts = new Map<DeviationKind, number>()
  const notes = new Set<string>()
  return {
    deviations,
    counts,
    get notes() {
      return [...notes]
    },
    add({ what, size, expected, found, round = null, block = null, hotkey = null, uid = null }) {
      const count = (counts.get(what) ?? 0) + 1
      counts.set(what, count)
      if (count > KEPT_PER_KIND) return
      const [severity] = DEVIATIONS[what]
      const texts = { expected: clip(expected), found: clip(found) }
      deviations.push({ validator, what, severity, round, block, hotkey, uid, size, ...texts })
    },
    note: (text) => void (notes.size < KEPT_NOTES && notes.add(clip(text))),
  }
}

const clip = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)
