import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { asking, type ClassTask } from '../rows/asking.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { GLYPH_PIXELS, renderGlyph } from './render.ts'
import { GLYPHS } from './strokes.ts'

/** Classes of the glyphs: the ten digits. */
export const GLYPH_CLASSES = GLYPHS.length

/** Pictures of digits made fresh from the generator: nobody can have seen them, and there is no end of them. */
export const glyphs: Mechanism<ClassTask, ClassRequest, Probabilities> = {
  id: 'glyphs',
  version: 1,
  description:
    'Digits drawn by pen strokes at 16×16 pixels, each rotated, sheared, scaled, shifted, inked and blurred by noise at random. ' +
    'A miner answers each picture with the probabilities of the ten digits and is paid by the log score.',
  difficulty: { default: 0, description: 'none' },

  makeTasks(rng, count) {
    const pixels = new Float32Array(count * GLYPH_PIXELS)
    return Array.from({ length: count }, (_, index) => {
      const label = rng.below(GLYPHS.length)
      const inputs = pixels.subarray(index * GLYPH_PIXELS, (index + 1) * GLYPH_PIXELS)
      renderGlyph(rng, GLYPHS[label] ?? [], inputs)
      return { inputs, label }
    })
  },
  ...answering({ width: GLYPH_PIXELS, classes: GLYPHS.length }),
  ...asking(GLYPHS.map(() => 1 / GLYPHS.length)),
}
