import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { createObserver } from './calibrated-model.ts'
import { digestOfName, type MemberModels } from './member-models.ts'
import { signalCurve } from './signal-curve.ts'

/**
 * Calibrated models for participants whose skill may move: each answers with the skill that it is asked for.
 * @param mechanism made by `withTruth`.
 */
export function calibratedMembers(mechanism: Mechanism): MemberModels {
  const signalOf = signalCurve(mechanism)
  return {
    foreignDigest: digestOfName('a model that nobody runs'),
    modelOf(name) {
      const observe = createObserver(mechanism, name)
      const digest = digestOfName(name)
      return {
        digest,
        at(skill) {
          const signal = signalOf(skill)
          return {
            id: name,
            digest,
            prepare: () => Promise.resolve(),
            answer: (task) => observe(task, signal),
          }
        },
      }
    },
  }
}
