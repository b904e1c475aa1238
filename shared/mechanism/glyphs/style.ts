/** A range that numbers are drawn from evenly. */
export type Range = readonly [low: number, high: number]

/** How much the pictures of one class vary and what else is in them; half-widths of even draws unless said otherwise. */
export interface Style {
  readonly rotation: number
  readonly shear: number
  readonly shiftPx: number
  readonly scalePx: Range
  readonly penPx: Range
  readonly ink: Range
  /** Standard deviation of the normal noise on every pixel. */
  readonly noise: number
  /** How far, in widths of the unit square, each corner of a stroke is moved: standard deviation. */
  readonly wobble: number
  /** Mean number of stray strokes and fragments of other glyphs. */
  readonly distractors: number
  /** Mean number of patches without ink. */
  readonly patches: number
  /** Largest side of a patch. */
  readonly patchPx: number
}

/** @param difficulty from 0, plain digits under little noise, to 1, digits under as many foreign strokes as their own. */
export function styleOf(difficulty: number): Style {
  const at = (easiest: number, hardest: number): number => easiest + (hardest - easiest) * difficulty
  return {
    rotation: at(0.25, 0.6),
    shear: at(0.25, 0.5),
    shiftPx: at(1.25, 2.25),
    scalePx: [at(10, 8.5), 13.5],
    penPx: [0.45, 1.1],
    ink: [at(0.6, 0.4), 1],
    noise: at(0.1, 0.3),
    wobble: at(0, 0.05),
    distractors: at(0, 5),
    patches: at(0, 3),
    patchPx: 5,
  }
}
