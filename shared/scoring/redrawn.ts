import { totalVariation } from '../mechanism/rows/row-answers.ts'
import { powerBetween, raised } from './curve.ts'

/** With fewer outputs rows are in the same order too often, and near a power of each other, to tell anything. */
const MIN_OUTPUTS = 4

/** Differences up to here are of rounding and have no sign. */
const TIE = 1e-6

/**
 * Tells answers that are the same but for a curve: sharpened, flattened or smoothed, which costs little and moves every
 * answer. Either no two outputs stand the other way round, whatever the curve is; or one power leads from all answers of
 * the one to those of the other but for `within`, whatever was swapped to disturb the order.
 * @param answers of each miner to the tasks that all were asked; only rows of four outputs or more say anything.
 */
export function redrawing(
  answers: readonly (readonly unknown[] | undefined)[],
): (a: number, b: number, task: number, within: number) => boolean {
  // Tasks of a pair are looked at one after the other.
  let known = { a: -1, b: -1, power: 1 }
  const powerOf = (a: number, b: number): number => {
    if (known.a !== a || known.b !== b) known = { a, b, power: powerBetween(rowsOf(answers[a]), rowsOf(answers[b])) }
    return known.power
  }
  return (a, b, task, within) => {
    const left = answers[a]?.[task]
    const right = answers[b]?.[task]
    if (!(left instanceof Float32Array && right instanceof Float32Array) || left.length < MIN_OUTPUTS) return false
    return areSameOrder(left, right) || totalVariation(raised(left, powerOf(a, b)), right) <= within
  }
}

/** Answers that are rows; of a mechanism either all are or none. */
const rowsOf = (answers: readonly unknown[] = []): readonly Float32Array[] =>
  answers.filter((answer) => answer instanceof Float32Array)

/** Whether no two outputs stand the other way round in the other row: so they stay whatever curve is drawn over them. */
function areSameOrder(left: Float32Array, right: Float32Array): boolean {
  for (let i = 1; i < left.length; i++)
    for (let j = 0; j < i; j++) {
      const x = (left[i] ?? 0) - (left[j] ?? 0)
      const y = (right[i] ?? 0) - (right[j] ?? 0)
      if (x * y < 0 && Math.abs(x) > TIE && Math.abs(y) > TIE) return false
    }
  return true
}
