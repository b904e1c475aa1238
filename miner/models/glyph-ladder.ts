import { GLYPH_CLASSES, glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { GLYPH_PIXELS } from '../../shared/mechanism/glyphs/render.ts'
import { concatInputs } from '../../shared/mechanism/rows/task-rows.ts'
import type { Rng } from '../../shared/rng.ts'
import type { LadderOptions } from './ladder.ts'
import { type MeasuredLadder, makeMeasuredLadder } from './measured-ladder.ts'

const TRAINING_GLYPHS = 30_000
const FRESH_GLYPHS = 20_000

/** Trains and measures the ladder of the glyphs mechanism. */
export function makeGlyphLadder(rng: Rng, onProgress?: LadderOptions['onProgress']): Promise<MeasuredLadder> {
  const drawn = glyphs.makeTasks(rng.fork('training'), TRAINING_GLYPHS)
  return makeMeasuredLadder({
    mechanism: 'glyphs',
    train: {
      features: concatInputs(drawn),
      width: GLYPH_PIXELS,
      labels: Uint32Array.from(drawn, ({ label }) => label),
      classNames: Array.from({ length: GLYPH_CLASSES }, (_, label) => String(label)),
    },
    fresh: glyphs.makeTasks(rng.fork('fresh'), FRESH_GLYPHS),
    scale: glyphs.scale,
    rng: rng.fork('ladder'),
    onProgress,
  })
}
