/** A resists, B leaks a little, C leaks, F fails. */
export type Grade = 'A' | 'B' | 'C' | 'F'

/** Grades from best to worst. */
export const GRADES: readonly Grade[] = ['A', 'B', 'C', 'F']

const MOST_GAIN_OF_A = 1.02
const MOST_GAIN_OF_B = 1.1
const MOST_GAIN_OF_C = 1.5
const MOST_HONEST_LOSS = 0.1

/** What a grade is made of; `undefined` values of a run that paid nobody count as harmless. */
export interface Graded {
  readonly gain: number | undefined
  readonly honestLoss: number | undefined
}

/** Grade of a defence against one attack: A for a gain of at most 1.02, B 1.1, C 1.5; F above, or when the honest lose over 10 %. */
export function gradeOf({ gain = 0, honestLoss = 0 }: Graded): Grade {
  if (gain > MOST_GAIN_OF_C || honestLoss > MOST_HONEST_LOSS) return 'F'
  if (gain > MOST_GAIN_OF_B) return 'C'
  return gain > MOST_GAIN_OF_A ? 'B' : 'A'
}

/** True when `found` is a worse grade than `baseline`. */
export const isWorse = (found: Grade, baseline: Grade): boolean => GRADES.indexOf(found) > GRADES.indexOf(baseline)
