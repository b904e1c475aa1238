import { checkDifficulty } from '../check-difficulty.ts'
import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { askingLaw, type LawTask } from '../rows/asking-law.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { autoregressive } from './autoregressive.ts'
import { BIN_WIDTH, BINS, binMasses, binOf } from './bins.ts'
import { chaotic } from './chaotic.ts'
import { CLIMATE } from './climate.ts'
import { binnedCrps, worstCrps } from './crps.ts'
import type { Family, Path } from './path.ts'
import { regimes } from './regimes.ts'
import { seasonal } from './seasonal.ts'

/** Values of a series that a miner sees. */
export const WINDOW = 48

const FAMILIES: readonly Family[] = [autoregressive, seasonal, regimes, chaotic]
const DEFAULT_DIFFICULTY = 0.2

/**
 * Series whose next value is asked for as a distribution. All that a miner sees has mean 0 and deviation 1 by its own
 * values, so that the scale says nothing, and the next value is in the same unit; it has no part in the scaling.
 */
export const forecast: Mechanism<LawTask, ClassRequest, Probabilities> = {
  id: 'forecast',
  version: 1,
  description:
    `Series of ${WINDOW} values, autoregressive, seasonal, regime-switching or chaotic with noise, each with parameters of its own. ` +
    `A miner answers with the distribution of the next value over ${BINS} bins and is paid by the continuous ranked probability score ` +
    'over the exact law of the source. What a series tells of its source is less than all: a skill of 1 is out of reach.',
  difficulty: {
    default: DEFAULT_DIFFICULTY,
    description: 'raises the noise, dampens swings and lets regimes change more often',
  },

  makeTasks(rng, count, difficulty = DEFAULT_DIFFICULTY) {
    const dial = checkDifficulty(difficulty)
    return Array.from({ length: count }, () => {
      const family = FAMILIES[rng.below(FAMILIES.length)] ?? autoregressive
      return toTask(family(rng, WINDOW + 1, dial))
    })
  },
  ...answering({ width: WINDOW, classes: BINS }),
  ...askingLaw({
    naive: CLIMATE,
    scale: { worst: worstCrps(BINS, BIN_WIDTH), chance: -0.642, perfect: -0.236 },
    score: (label, answer) => binnedCrps(label, answer, BIN_WIDTH),
  }),
}

/** Standardises a path by the values that the miner sees. */
function toTask({ values, law }: Path): LawTask {
  const seen = values.subarray(0, WINDOW)
  const mean = seen.reduce((sum, value) => sum + value, 0) / WINDOW
  const deviation = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / WINDOW)
  const toUnit = (value: number): number => (value - mean) / deviation
  return {
    inputs: Float32Array.from(seen, toUnit),
    label: binOf(toUnit(values[WINDOW] ?? 0)),
    law: binMasses({
      weights: law.weights,
      means: law.means.map(toUnit),
      deviations: law.deviations.map((of) => of / deviation),
    }),
  }
}
