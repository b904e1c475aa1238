import { resolve } from 'node:path'
import { AppError } from '../../../../shared/errors.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { isModulePath, MECHANISM_IDS } from '../../../../shared/mechanism/names.ts'
import { openMechanism } from '../../../../shared/mechanism/registry.ts'
import { toSizes } from '../../../../shared/round/sizes.ts'
import { settingsFor } from '../../../../shared/scoring/settings.ts'
import type { Scenario } from '../../scenario/schema.ts'
import { outlinedGlyphs } from './outlined-glyphs.ts'
import type { RoundRules } from './round-rules.ts'
import { withTruth } from './with-truth.ts'

/** Mechanisms that draw their own tasks. */
const PLAYABLE = MECHANISM_IDS.filter((id) => id !== 'labelled')

/** What of a scenario says who is asked what. */
export type RoundSettings = Pick<Scenario, 'level' | 'mechanism' | 'difficulty' | 'answers' | 'drift'>

/**
 * Finds what cannot be played, without opening anything.
 * @throws AppError `unknown-mechanism` for one that has no tasks of its own, or no committed models where these answer;
 * `invalid-scenario` for skills of files that would have to move.
 */
export function checkPlayable({ level, mechanism, answers, drift }: RoundSettings): void {
  if (level !== 'full') return
  if (mechanism === 'labelled')
    throw new AppError(
      'unknown-mechanism',
      `mechanism labelled has no tasks without a person's data; at the level full valid are ${PLAYABLE.join(', ')}, or the path of your own module such as ./mine.ts`,
    )
  if (answers !== 'ladder') return
  if (isModulePath(mechanism))
    throw new AppError(
      'unknown-mechanism',
      `mechanism ${mechanism} has no committed models; with answers: ladder valid are ${PLAYABLE.join(', ')}; or set answers: calibrated`,
    )
  if (drift > 0)
    throw new AppError(
      'invalid-scenario',
      `drift is ${drift}, and files of models do not drift; valid is 0, or answers: calibrated`,
    )
}

/**
 * The rules of the rounds of a scenario, with its mechanism opened.
 * @param base folder that the path of a mechanism starts from.
 * @throws AppError as `checkPlayable` and `openMechanism`.
 */
export async function rulesOfScenario(scenario: Scenario, base: string): Promise<RoundRules> {
  checkPlayable(scenario)
  const { mechanism: name, answers, difficulty, items, round, scoring } = scenario
  // Calibrated models do not look at pictures.
  const opened =
    name === 'glyphs' && answers === 'calibrated'
      ? outlinedGlyphs
      : await openMechanism(isModulePath(name) ? resolve(base, name) : name)
  const mechanism: Mechanism = withTruth(difficulty === undefined ? opened : atDifficulty(opened, difficulty))
  const { nearRatio, ...set } = scoring
  return {
    mechanism,
    tasks: round.tasks,
    sizes: toSizes(items),
    isCommitFirst: round.commitFirst,
    isCompared: round.compared,
    isProven: round.proven,
    isMissingWorst: round.missingWorst,
    deadlineMs: round.deadlineMs,
    scoring: settingsFor(mechanism, { ...set, ...(nearRatio !== undefined && { nearRatio }) }),
  }
}

/** The mechanism with its dial turned, for all who do not turn it themselves. */
const atDifficulty = <Task, Request, Answer>(
  mechanism: Mechanism<Task, Request, Answer>,
  dial: number,
): Mechanism<Task, Request, Answer> => ({
  ...mechanism,
  difficulty: { ...mechanism.difficulty, default: dial },
  makeTasks: (rng, count, difficulty = dial) => mechanism.makeTasks(rng, count, difficulty),
})
