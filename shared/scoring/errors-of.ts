import type { Mechanism } from '../mechanism/mechanism.ts'

/**
 * Distance of each answer from the reference, 0 to 1: from the answer of somebody who knows all, where the mechanism
 * gives one (`referenceAnswers`), else from the label. A mechanism without one scores by the log score of the label, whose
 * exponential is the probability `p` it was given; `1 − p` is the total variation between the row and the label.
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
