import { GLYPH_PIXELS } from '../../shared/mechanism/glyph-render.ts'
import { GLYPH_CLASSES, glyphs } from '../../shared/mechanism/glyphs.ts'
import { concatInputs } from '../../shared/mechanism/task-rows.ts'
import type { Rng } from '../../shared/rng.ts'
import type { LadderOptions } from './ladder.ts'
import { type MeasuredLadder, makeMeasuredLadder } from './measured-ladder.ts'

const TRAINING_GLYPHS = 30_000
const FRESH_GLYPHS = 20_000

/** Where the glyphs come from and how many; the sizes are arguments for tests, which cannot train for long. */
export interface GlyphLadderOptions {
  readonly rng: Rng
  readonly onProgress?: LadderOptions['onProgress']
  readonly trainingGlyphs?: number
  readonly freshGlyphs?: number
}

/** Trains and measures the ladder of the glyphs mechanism. */
export function makeGlyphLadder(options: GlyphLadderOptions): Promise<MeasuredLadder> {
  const { rng, onProgress, trainingGlyphs = TRAINING_GLYPHS, freshGlyphs = FRESH_GLYPHS } = options
  const drawn = glyphs.makeTasks(rng.fork('training'), trainingGlyphs)
  return makeMeasuredLadder({
    mechanism: 'glyphs',
    train: {
      features: concatInputs(drawn),
      width: GLYPH_PIXELS,
      labels: Uint32Array.from(drawn, ({ label }) => label),
      classNames: Array.from({ length: GLYPH_CLASSES }, (_, label) => String(label)),
    },
    fresh: glyphs.makeTasks(rng.fork('fresh'), freshGlyphs),
    scale: glyphs.scale,
    rng: rng.fork('ladder'),
    onProgress,
  })
}
