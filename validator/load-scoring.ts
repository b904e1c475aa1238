import { readFile } from 'node:fs/promises'
import { AppError, messageOf } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { nearestName } from '../shared/near-name.ts'
import { type ScoringSettings, scoringSettings, settingsFor } from '../shared/scoring/settings.ts'
import { parserOf } from '../shared/zod-parser.ts'

const parseSettings = parserOf(scoringSettings, 'scoring settings')

/** Settings that have a flag of their own. */
export const SCORING_FLAGS = { halfLifeRounds: '--half-life-rounds', shape: '--weight-shape' } as const

/**
 * Settings of the way from scores to weights: those of a JSON file where one is given, what flags say, and for the rest
 * what fits the mechanism.
 * @param file path; `undefined` for none.
 * @throws AppError `no-scoring` when the file cannot be read as JSON, `malformed` for a field that does not exist, does
 * not fit or contradicts its flag: the flag's default would otherwise win in silence.
 */
export async function loadScoring(
  file: string | undefined,
  flags: Pick<ScoringSettings, 'halfLifeRounds' | 'shape'>,
  mechanism: Mechanism,
): Promise<ScoringSettings> {
  const found = file === undefined ? {} : await readJson(file)
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new AppError('malformed', `${file} holds no object; valid is for example {"latencyShare": 0.1}`)
  for (const [name, value] of Object.entries(found)) checkField(file, name, value, flags)
  return parseSettings({ ...settingsFor(mechanism), ...found, ...flags })
}

function checkField(file: string | undefined, name: string, value: unknown, flags: Readonly<Record<string, unknown>>) {
  const valid = Object.keys(scoringSettings.shape)
  if (!valid.includes(name)) {
    const near = nearestName(name, valid)
    const hint = near === undefined ? `valid: ${valid.join(', ')}` : `did you mean ${near}?`
    throw new AppError('malformed', `${file} has a setting ${JSON.stringify(name)} that does not exist; ${hint}`)
  }
  const flag = Object.entries(SCORING_FLAGS).find(([of]) => of === name)?.[1]
  if (flag !== undefined && value !== flags[name])
    throw new AppError(
      'malformed',
      `${name} is ${JSON.stringify(value)} in ${file} and ${flags[name]} by ${flag}; leave it out there and set the flag`,
    )
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new AppError('no-scoring', `scoring settings in ${file} cannot be read: ${messageOf(error)}`, { file }, error)
  }
}
