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
  /** Of the sum above. */
  readonly gapVariance: number
  readonly alike: number
  readonly telling: number
  /** Round since which the pair counts as duplicates; `undefined` while it does not. */
  readonly since: number | undefined
}

/** Below this ratio answers are equal but for rounding on the wire: no second round is needed. */
export const EXACT_RATIO = 0.001

/** Telling tasks, summed, before likeness says anything: see `Likeness`. */
const MIN_TELLING = 60

/** Distance relative to what the pair's own errors allow: 0 for copies, 1 for models that err on different tasks. */
export const ratioOf = ({ distance, room }: PairEvidence): number => (room > 0 ? distance / room : Number(distance > 0))

/** Standard errors by which progress may lie below its limit and still count as reaching it. */
const PROGRESS_Z = 2

/**
 * Whether the evidence makes two miners one. Any of:
 * - equal answers: at once;
 * - distance within `identicalRatio` of what their errors allow, over enough tasks: the same model, also rounded to int8;
 * and where references are clean, from `duplicateRounds` on:
 * - within `closeRatio`: nearer than any two models that were meant to differ;
 * - at least `sameShare` of the telling tasks answered alike: a copy that spoils the rest on purpose, or one that was
 *   sharpened, flattened or smoothed, which keeps the order of all outputs;
 * - within `nearRatio`, and surely less than `nearProgress` of the distance leads towards the references. Check-points of
 *   one training run may be as near, but each step between them was one towards better answers; noise leads nowhere.
 *
 * Measured on 3,000 to 6,000 tasks each. Neighbours of the five committed ladders, many of them check-points of one run:
 * ratios from 0.055 (retrieval 1 and 2), 0.067 (forecast 1 and 2) and 0.083 (language 2 and 3) up, of glyphs and programs
 * from 0.11; with progress of 0.32 (forecast 1 and 2) or more, of glyphs 0.63; up to 0.50 of the tasks alike (retrieval 1
 * and 2), in the same order up to 0.34 (language 2 and 3). The same rungs of two runs: ratios from 0.33 up. Copies of glyph models: fp16 weights 0.0002, int8 weights 0.005
 * to 0.01; noise of 0.1 on log-probabilities 0.023 to 0.027, of 0.3 0.07 to 0.08 with progress of 0.03 to 0.12, of 0.6
 * 0.13 to 0.16 with 0.05 to 0.24; one task in five spoiled 0.06 to 0.28 and four in five alike; powers of 0.7 or 1.4 0.07 to 0.19, all alike; 5 % of the neighbour below
 * mixed in 0.006 to 0.035. What goes further is not told from training by answers alone, and pays with skill: noise of 1
 * 3 to 60 % of it, a tenth of the neighbour below 0.5 to 2.5 %. Slices, proofs and
 * `contributionShare` are there for those.
 *
 * With noisy references, models that have learned all there is are near each other relative to errors that nobody can
 * avoid (0.03 to 0.18 on blobs that overlap), as honest as they are: there only the first two hold.
 */
export function isDuplicate(evidence: PairEvidence, settings: ScoringSettings): boolean {
  const ratio = ratioOf(evidence)
  if (ratio <= EXACT_RATIO) return true
  if (ratio <= settings.identicalRatio && evidence.telling >= MIN_TELLING) return true
  if (evidence.rounds < settings.duplicateRounds) return false
  if (settings.nearRatio === 0) return false
  if (evidence.telling < MIN_TELLING) return false
  if (ratio <= settings.closeRatio) return true
  if (evidence.alike >= settings.sameShare * evidence.telling) return true
  // Who was found out stays so until the contrary is as sure, and is not paid for every round in between.
  const z = evidence.since === undefined ? PROGRESS_Z : -PROGRESS_Z
  const progress = Math.abs(evidence.gap) + z * Math.sqrt(evidence.gapVariance)
  return ratio <= settings.nearRatio && progress <= settings.nearProgress * evidence.distance
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
    gapVariance: decay * decay * before.gapVariance + likeness.gapVariance,
    alike: decay * before.alike + likeness.alike,
    telling: decay * before.telling + likeness.telling,
    since: before.since,
  }
  return { ...next, since: isDuplicate(next, settings) ? (before.since ?? round) : undefined }
}
