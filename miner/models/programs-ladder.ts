import { MODULUS } from '../../shared/mechanism/programs/instructions.ts'
import { programs } from '../../shared/mechanism/programs/programs.ts'
import { rowRecipe } from './recipe.ts'

/** The ladder of the programs mechanism: the wider and longer trained network knows some longer programs too. */
export const makeProgramsLadder = rowRecipe({
  mechanism: programs,
  outputs: MODULUS,
  trainingTasks: 120_000,
  freshTasks: 20_000,
  teach: ({ label }) => label,
  hasAccuracy: true,
  training: { hidden: 96, steps: 12_000, shares: [0.25, 0.4, 0.55, 0.7, 0.85, 1] },
})
