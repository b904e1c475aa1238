import { decayOf } from './decay.ts'
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
 * and where models of separate trainings keep apart (`nearRatio` above 0), from `duplicateRounds` on:
 * - within `closeRatio`: nearer than any two models that were meant to differ;
 * - at least `sameShare` of the telling tasks answered alike: a copy that spoils the rest on purpose, or one that was
 *   sharpened, flattened or smoothed, as `redrawing` tells;
 * - within `nearRatio`, and surely less than `nearProgress` of the distance leads towards the references. Check-points of
 *   one training run may be as near, but each step between them was one towards better answers; noise leads nowhere.
 *
 * Measured on 3,000 tasks of each mechanism, committed models and one to three ladders of other seeds (alike: one, by
 * test/vectors/scoring/measure-trainings.ts); nobody of these is a copy, and figures are the least of all pairs (ratio) or
 * the most (alike):
 *
 * |           | separate trainings     | neighbours of one training        | nearRatio |
 * |-----------|------------------------|-----------------------------------|-----------|
 * | glyphs    | 0.307, alike 0.23      | 0.117, alike 0.27, progress 0.54  | 0.2       |
 * | forecast  | 0.183, alike 0.02      | 0.069, alike 0.34, progress 0.28  | 0.12      |
 * | language  | 0.129, alike 0.17      | 0.083, alike 0.55, progress 0.42  | 0.08      |
 * | programs  | 0.089, alike 0.17      | 0.107, alike 0.20, progress 0.34  | 0.057     |
 * | retrieval | 0.049, alike 0.68      | 0.054, alike 0.74, progress 0.56  | none      |
 *
 * Copies of the same models, least to most: fp16 and int8 weights up to 0.013; noise of 0.1 on log-probabilities 0.022 to
 * 0.033, of the best models of forecast and language 0.075 and 0.054; noise of 0.3 0.065 to 0.098, of those two 0.21 and
 * 0.16; one task in five spoiled 0.79 to 0.82 alike; powers of 0.7 or 1.4 0.06 to 0.29, more than three tasks in four alike
 * also where the order of the least probable outputs was disturbed; 5 % of the neighbour below mixed in 0.004 to 0.033. So
 * all of this is found but noise of 0.3 on programs, on language and on the best of forecast, where honest models are as
 * near or nearly so. What goes further is not told from training by answers alone, and pays with skill: of the best models
 * of glyphs, forecast and language, powers of 0.5 or 0.6 and of 1.7 or 2.2 with the order disturbed get past at a loss of
 * 0.04 to 0.12. Slices, proofs and `contributionShare` are there for those.
 *
 * Retrieval has no `separateRatio`: there all who learn enough end at one map. Two trainings are 0.07 apart, two with four
 * times the tasks 0.05 with five tasks in six alike, as near as noise of 0.1 (0.077). It is the same with a person's data:
 * models that have learned all there is err where the labels do (0.03 to 0.18 on blobs that overlap).
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
  const decay = decayOf(settings.halfLifeRounds)
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
