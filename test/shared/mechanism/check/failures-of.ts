import { checkMechanism } from '../../../../shared/mechanism/check/checks.ts'
import { cpuClock } from '../../../../shared/mechanism/check/cpu-clock.ts'
import type { Finding, Verdict } from '../../../../shared/mechanism/check/finding.ts'
import { type Subject, toSubject } from '../../../../shared/mechanism/check/subject.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { seeded } from '../../../support/seeded.ts'

const subjectOf = (mechanism: Mechanism, clock = cpuClock): Subject => toSubject(mechanism, seeded(1), clock)

/** What all checks say. */
export const findingsOf = (mechanism: Mechanism, elsewhere?: string): readonly Finding[] => [
  ...checkMechanism(subjectOf(mechanism), { elsewhere }),
]

/** What checks say against a mechanism, by their names. */
export const failuresOf = (mechanism: Mechanism, elsewhere?: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    findingsOf(mechanism, elsewhere)
      .filter(({ ok }) => !ok)
      .map(({ name, text }) => [name, text]),
  )

/** What the check of a name says against a mechanism; those after it are not run. */
export function failureOf(mechanism: Mechanism, wanted: string): string | undefined {
  for (const { name, ok, text } of checkMechanism(subjectOf(mechanism)))
    if (name === wanted) return ok ? undefined : text
  return undefined
}

/** What one check alone says against a mechanism; `undefined` when it passes. */
export function faultBy(
  check: (subject: Subject) => Verdict,
  mechanism: Mechanism,
  clock?: Subject['clock'],
): string | undefined {
  const { ok, text } = check(subjectOf(mechanism, clock))
  return ok ? undefined : text
}
