import { AppError } from '../../shared/errors.ts'
import { isModulePath } from '../../shared/mechanism/names.ts'
import { openMechanism } from '../../shared/mechanism/registry.ts'
import { makeForecastLadder } from './forecast-ladder.ts'
import { makeGlyphsLadder } from './glyphs-ladder.ts'
import { makeLanguageLadder } from './language-ladder.ts'
import { ownRecipe } from './own-recipe.ts'
import { makeProgramsLadder } from './programs-ladder.ts'
import type { Recipe } from './recipe.ts'
import { makeRetrievalLadder } from './retrieval-ladder.ts'

/** How the committed ladder of each mechanism was made, by the mechanism's id. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  glyphs: makeGlyphsLadder,
  forecast: makeForecastLadder,
  language: makeLanguageLadder,
  programs: makeProgramsLadder,
  retrieval: makeRetrievalLadder,
}

/**
 * The recipe of a mechanism, by its id or by the path of a person's own module.
 * @throws AppError `no-recipe` listing the mechanisms that have one; as `openMechanism` for a module.
 */
export async function openRecipe(name: string): Promise<Recipe> {
  if (isModulePath(name)) return ownRecipe(await openMechanism(name))
  const found = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined
  if (found === undefined)
    throw new AppError(
      'no-recipe',
      `there is no recipe for models of mechanism ${JSON.stringify(name)}; valid are ${Object.keys(RECIPES).join(', ')} ` +
        'and the path of your own module, such as ./mine.ts; labelled models are trained with --data',
    )
  return found
}
