import { GLYPH_CLASSES, glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { rowRecipe } from './recipe.ts'

/** The ladder of the glyphs mechanism. */
export const makeGlyphsLadder = rowRecipe({
  mechanism: glyphs,
  outputs: GLYPH_CLASSES,
  trainingTasks: 50_000,
  freshTasks: 20_000,
  teach: ({ label }) => label,
  hasAccuracy: true,
  training: { steps: 3200 },
})
