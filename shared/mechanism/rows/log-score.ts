import type { ScoreScale } from '../mechanism.ts'

/** Probabilities below this count as this, so that one confident mistake costs 9.2 nats and not everything. */
export const MIN_PROBABILITY = 1e-4

/**
 * Log score in nats of the probability that an answer gave to the true class: `ln max(p, ε)`.
 *
 * The logarithm is the strictly proper local rule (Gneiting & Raftery 2007, "Strictly Proper Scoring Rules, Prediction,
 * and Estimation", §4): the expected score is highest when the reported probabilities are the believed ones. The clip
 * bounds the worst score; over K classes it lets no report gain more than ln(1 + Kε) nats over honesty.
 */
export const logScore = (probability: number): number => Math.log(Math.max(probability, MIN_PROBABILITY))

/** The log score's scale: `chance` is the expected score of somebody who knows only how frequent each class is. */
export const logScale = (classFrequencies: readonly number[]): ScoreScale => ({
  worst: logScore(0),
  chance: -entropy(classFrequencies),
  perfect: 0,
})

/**
 * The log score's scale on exactly these tasks. `chance` is the mean score that the class frequencies themselves get on
 * them: whoever answers with base rates is at chance in every round, whichever labels it happens to draw.
 *
 * `perfect` is 0 when the tasks are as hard as expected or harder. Tasks that base rates do better on, such as none but
 * majority labels, leave too little room above chance: a skill out of that room alone would make much of a hair's
 * breadth. There `perfect` lies above 0, so far that the room is the expected one, and the best answer stays below 1.
 * @param labels true class of each task; at least one.
 */
export function logScaleOf(labels: readonly number[], classFrequencies: readonly number[]): ScoreScale {
  const expected = logScale(classFrequencies)
  const scores = classFrequencies.map(logScore)
  const mean = labels.reduce((sum, label) => sum + (scores[label] ?? expected.worst), 0) / labels.length
  // A mean of worst scores may be rounded to below them, and the worst answer would have a skill.
  const chance = Math.max(expected.worst, mean)
  return { ...expected, chance, perfect: Math.max(expected.perfect, chance + expected.perfect - expected.chance) }
}

/** Entropy in nats of frequencies that sum to 1. With K equal classes it is ln K. */
export function entropy(frequencies: readonly number[]): number {
  let sum = 0
  for (const frequency of frequencies) if (frequency > 0) sum -= frequency * Math.log(frequency)
  return sum
}
