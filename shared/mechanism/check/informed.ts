import type { Mechanism } from '../mechanism.ts'
import { rowWidth, wantedRow } from './rows.ts'
import { throughJson } from './subject.ts'

/**
 * The best answers known, one per task: the reference answers, or else what certainty scores best; `undefined` where
 * there are none and answers are no rows.
 */
export function informedAnswers(mechanism: Mechanism, tasks: readonly unknown[]): readonly unknown[] | undefined {
  if (mechanism.referenceAnswers !== undefined)
    return mechanism.parseAnswers(throughJson(mechanism.referenceAnswers(tasks)), tasks)
  const width = rowWidth(mechanism, tasks)
  return width === undefined ? undefined : tasks.map((task) => wantedRow(mechanism, task, width))
}
