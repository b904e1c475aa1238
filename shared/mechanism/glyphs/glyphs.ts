import { checkDifficulty } from '../check-difficulty.ts'
import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { asking, type ClassTask } from '../rows/asking.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { GLYPH_PIXELS } from './picture.ts'
import { renderGlyph } from './render.ts'
import { GLYPHS } from './strokes.ts'
import { styleOf } from './style.ts'

/** Classes of the glyphs: the ten digits. */
export const GLYPH_CLASSES = GLYPHS.length

const DIFFICULTY = 0.2

/** Pictures of digits made fresh from the generator: nobody can have seen them, and there is no end of them. */
export const glyphs: Mechanism<ClassTask, ClassRequest, Probabilities> = {
  id: 'glyphs',
  version: 2,
  description:
    'Digits drawn by pen strokes at 16×16 pixels, each rotated, sheared, scaled, shifted and inked at random, under stray ' +
    'strokes, fragments of other digits, missing patches and noise. A miner answers each picture with the probabilities ' +
    'of the ten digits and is paid by the log score.',
  difficulty: {
    default: DIFFICULTY,
    description: 'more distortion, noise, foreign strokes and missing patches in every picture',
  },
  separateRatio: 0.3,

  makeTasks(rng, count, difficulty = DIFFICULTY) {
    const style = styleOf(checkDifficulty(difficulty))
    const pixels = new Float32Array(count * GLYPH_PIXELS)
    return Array.from({ length: count }, (_, index) => {
      const label = rng.below(GLYPHS.length)
      const inputs = pixels.subarray(index * GLYPH_PIXELS, (index + 1) * GLYPH_PIXELS)
      renderGlyph(rng, GLYPHS[label] ?? [], inputs, style)
      return { inputs, label }
    })
  },
  ...answering({ width: GLYPH_PIXELS, classes: GLYPHS.length }),
  ...asking(GLYPHS.map(() => 1 / GLYPHS.length)),
}
