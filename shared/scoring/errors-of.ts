import type { Mechanism } from '../mechanism/mechanism.ts'

/**
 * Distance of each answer from the reference, 0 to 1: from the answer of somebody who knows all, where the mechanism
 * gives one (`referenceAnswers`), else from the label. The score of a mechanism without one is 0 at most; of the log score
 * the exponential is the probability `p` that the label was given, and `1 − p` the total variation between row and label.
 */
export function errorsOf<Task, Request, Answer>(
  mechanism: Mechanism<Task, Request, Answer>,
  tasks: readonly Task[],
  answers: readonly Answer[],
): Float64Array {
  const wire = mechanism.referenceAnswers?.(tasks)
  const references = wire === undefined ? undefined : mechanism.parseAnswers(wire, tasks)
  return Float64Array.from(tasks, (task, i) => {
    const answer = answers[i]
    if (answer === undefined) return 1
    const reference = references?.[i]
    return reference === undefined
      ? Math.min(1, Math.max(0, 1 - Math.exp(mechanism.score(task, answer))))
      : mechanism.distance(answer, reference)
  })
}
