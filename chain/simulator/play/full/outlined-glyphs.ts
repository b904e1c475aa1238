import { GLYPH_CLASSES, glyphs } from '../../../../shared/mechanism/glyphs/glyphs.ts'

/** Numbers that tell one outlined picture from another. */
const MARKS = 4

/**
 * The mechanism `glyphs` without its pictures, for answer models that do not look at any: a task is the digit and a few
 * numbers that tell it from others. All else is that of glyphs; drawing pictures takes nine tenths of a round's time.
 */
export const outlinedGlyphs: typeof glyphs = {
  ...glyphs,
  makeTasks: (rng, count) => {
    const marks = new Float32Array(count * MARKS)
    return Array.from({ length: count }, (_, index) => {
      const label = rng.below(GLYPH_CLASSES)
      const inputs = marks.subarray(index * MARKS, (index + 1) * MARKS)
      for (let i = 0; i < MARKS; i++) inputs[i] = rng.uniform()
      return { inputs, label }
    })
  },
}
