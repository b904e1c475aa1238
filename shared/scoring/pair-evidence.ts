import type { Likeness } from './likeness.ts'
import type { ScoringSettings } from './settings.ts'

/** What speaks for two hotkeys being one model, over rounds that both answered. Kept only of pairs that were ever near. */
export interface PairEvidence {
  /** Hotkeys in order: `a < b`. */
  readonly a: string
  readonly b: string
  readonly rounds: number
  /** Sums over rounds, halving every half-life, of the fields of `Likeness`. */
  readonly distance: number
  readonly room: number
  readonly gap: number
  readonly alike: number
  readonly telling: number
  /** Round since which the pair counts as duplicates; `undefined` while it does not. */
  readonly since: number | undefined
}

/** Below this ratio answers are equal but for rounding on the wire: no second round is needed. */
const EXACT_RATIO = 0.001

/** Telling tasks, summed, before the share of those answered alike says anything. */
const MIN_TELLING = 60

/** Distance relative to what the pair's own errors allow: 0 for copies, 1 for models that err on different tasks. */
export const ratioOf = ({ distance, room }: PairEvidence): number => (room > 0 ? distance / room : Number(distance > 0))

/**
 * Whether the evidence makes two miners one. Any of:
 * - equal answers: at once;
 * - distance within `identicalRatio` of what their errors allow: the same model, also rounded to int8 or fp16;
 * - at least `sameShare` of the telling tasks answered alike: a copy that spoils the rest on purpose;
 * - with a known optimum, distance within `nearRatio` and skills closer than `nearSlope` times the distance: answers that
 *   differ, yet in ways that make neither better. Check-points of one training run are as near, but each step away is
 *   a step towards better answers, so that a skill gap goes with the distance; noise, rounding, sharpening and
 *   blending move answers and hardly the skill.
 *
 * Measured on 10,000 glyphs (distance is total variation): neighbours of the committed ladder have ratios 0.14, 0.19,
 * 0.21, 0.34 and 0.84 with slopes (skill gap / distance) 0.78 to 0.83; the same rungs of two runs 0.33 to 0.61. Of copies:
 * int8 weights 0.005 to 0.019, log-odds noise of 0.1 0.024 to 0.028, of 0.3 0.07 to 0.08 with slopes of 0.1 or less, of
 * 0.6 0.14 to 0.155 with 0.25, a fifth of the neighbour below mixed in 0.04 to 0.09 (0.48 for the best model).
 *
 * With noisy labels for a reference, models that have learned all there is are near each other relative to errors that
 * nobody can avoid (0.03 to 0.18), as honest as they are: there only the narrow rules hold.
 */
export function isDuplicate(evidence: PairEvidence, settings: ScoringSettings): boolean {
  const ratio = ratioOf(evidence)
  if (ratio <= EXACT_RATIO) return true
  if (evidence.rounds < settings.duplicateRounds) return false
  if (ratio <= settings.identicalRatio) return true
  if (evidence.telling >= MIN_TELLING && evidence.alike >= settings.sameShare * evidence.telling) return true
  const slope = Math.abs(evidence.gap) / evidence.distance
  return settings.knownOptimum && ratio <= settings.nearRatio && slope <= settings.nearSlope
}

/** The evidence after one more round that both answered. */
export function updatePair(
  before: Omit<PairEvidence, 'since'> & { readonly since?: number | undefined },
  likeness: Likeness,
  { round, settings }: { round: number; settings: ScoringSettings },
): PairEvidence {
  const decay = 2 ** (-1 / settings.halfLifeRounds)
  const next: PairEvidence = {
    a: before.a,
    b: before.b,
    rounds: before.rounds + 1,
    distance: decay * before.distance + likeness.distance,
    room: decay * before.room + likeness.room,
    gap: decay * before.gap + likeness.gap,
    alike: decay * before.alike + likeness.alike,
    telling: decay * before.telling + likeness.telling,
    since: before.since,
  }
  return { ...next, since: isDuplicate(next, settings) ? (before.since ?? round) : undefined }
}
