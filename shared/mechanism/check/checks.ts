import { messageOf } from '../../errors.ts'
import { checkCanaries } from './canaries.ts'
import { checkCost } from './cost.ts'
import { checkDial } from './dial.ts'
import type { Finding, Verdict } from './finding.ts'
import { checkFreshness } from './freshness.ts'
import { checkHonesty } from './honesty.ts'
import { checkLeaks } from './leaks.ts'
import { checkOrder } from './order.ts'
import { checkParsers } from './parsers.ts'
import { checkReferences } from './references.ts'
import { checkRepeats } from './repeats.ts'
import { checkScores } from './scores.ts'
import type { Subject } from './subject.ts'

/** What checks take beside the subject. */
export interface CheckOptions {
  /** `fingerprintOf` the same mechanism from another thread. */
  readonly elsewhere?: string | undefined
}

/** Every check by its name, the quick ones first. */
const CHECKS: Readonly<Record<string, (subject: Subject, options: CheckOptions) => Verdict>> = {
  determinism: (subject, { elsewhere }) => checkRepeats(subject, elsewhere),
  freshness: checkFreshness,
  difficulty: checkDial,
  canaries: checkCanaries,
  parsers: checkParsers,
  scores: checkScores,
  order: checkOrder,
  references: checkReferences,
  honesty: checkHonesty,
  leaks: checkLeaks,
  cost: checkCost,
}

/** Names of the checks in their order. */
export const CHECK_NAMES: readonly string[] = Object.keys(CHECKS)

/** Checks a mechanism, one finding after the other. What a check did not expect is a finding too. */
export function* checkMechanism(subject: Subject, options: CheckOptions = {}): Iterable<Finding> {
  for (const [name, check] of Object.entries(CHECKS)) yield { name, ...verdictOf(() => check(subject, options)) }
}

function verdictOf(check: () => Verdict): Verdict {
  try {
    return check()
  } catch (error) {
    return { ok: false, text: `the mechanism throws on its own tasks: ${messageOf(error)}` }
  }
}
