import { AppError } from '../../shared/errors.ts'
import { makeGlyphsLadder } from './glyphs-ladder.ts'
import { makeProgramsLadder } from './programs-ladder.ts'
import type { Recipe } from './recipe.ts'

/** How the committed ladder of each mechanism was made, by the mechanism's id. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  glyphs: makeGlyphsLadder,
  programs: makeProgramsLadder,
}

/**
 * The recipe of a mechanism.
 * @throws AppError `no-recipe` listing the mechanisms that have one.
 */
export function recipeOf(id: string): Recipe {
  const found = Object.hasOwn(RECIPES, id) ? RECIPES[id] : undefined
  if (found === undefined)
    throw new AppError(
      'no-recipe',
      `there is no recipe for models of mechanism ${JSON.stringify(id)}; valid are ${Object.keys(RECIPES).join(', ')}`,
    )
  return found
}
