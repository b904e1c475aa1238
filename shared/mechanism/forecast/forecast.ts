import { checkDifficulty } from '../check-difficulty.ts'
import type { Mechanism } from '../mechanism.ts'
import { answering, type ClassRequest } from '../rows/answering.ts'
import { askingLaw, type LawTask } from '../rows/asking-law.ts'
import type { Probabilities } from '../rows/probabilities.ts'
import { autoregressive } from './autoregressive.ts'
import { BIN_WIDTH, BINS, binOf, fillMasses } from './bins.ts'
import { chaotic } from './chaotic.ts'
import { CLIMATE } from './climate.ts'
import { binnedCrps, worstCrps } from './crps.ts'
import { inUnit, type Unit } from './mixture.ts'
import type { Family } from './path.ts'
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
  separateRatio: 0.18,

  makeTasks(rng, count, difficulty = DEFAULT_DIFFICULTY) {
    const dial = checkDifficulty(difficulty)
    const inputs = new Float32Array(count * WINDOW)
    const laws = new Float32Array(count * BINS)
    return Array.from({ length: count }, (_, index) => {
      const family = FAMILIES[rng.below(FAMILIES.length)] ?? autoregressive
      const path = family(rng, WINDOW + 1, dial)
      const row = inputs.subarray(index * WINDOW, (index + 1) * WINDOW)
      const unit = standardise(path.values, row)
      const law = laws.subarray(index * BINS, (index + 1) * BINS)
      fillMasses(inUnit(path.law, unit), law)
      return { inputs: row, label: binOf(unit.scale * ((path.values[WINDOW] ?? 0) - unit.centre)), law }
    })
  },
  ...answering({ width: WINDOW, classes: BINS }),
  ...askingLaw({
    naive: CLIMATE,
    scale: { worst: worstCrps(BINS, BIN_WIDTH), chance: -0.642, perfect: -0.236 },
    score: (label, answer) => binnedCrps(label, answer, BIN_WIDTH),
  }),
}

/**
 * Fills a row with the first values of a series at mean 0 and deviation 1 of these values alone.
 * @returns what was done to them, for the value that follows.
 */
function standardise(values: Float64Array, row: Float32Array): Unit {
  let sum = 0
  for (let at = 0; at < row.length; at++) sum += values[at] ?? 0
  const centre = sum / row.length
  let squares = 0
  for (let at = 0; at < row.length; at++) squares += ((values[at] ?? 0) - centre) ** 2
  const scale = 1 / Math.sqrt(squares / row.length)
  for (let at = 0; at < row.length; at++) row[at] = scale * ((values[at] ?? 0) - centre)
  return { centre, scale }
}
