import { readFile } from 'node:fs/promises'
import { AppError, messageOf } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { type ScoringSettings, scoringSettings, settingsFor } from '../shared/scoring/settings.ts'
import { parserOf } from '../shared/zod-parser.ts'

const parseSettings = parserOf(scoringSettings, 'scoring settings')

/**
 * Settings of the way from scores to weights: those of a JSON file where one is given, then what flags say, and for the
 * rest what fits the mechanism.
 * @param file path; `undefined` for none.
 * @throws AppError `no-scoring` when the file cannot be read as JSON, `malformed` for a field that does not exist or does
 * not fit.
 */
export async function loadScoring(
  file: string | undefined,
  flags: Pick<ScoringSettings, 'halfLifeRounds' | 'shape'>,
  mechanism: Mechanism,
): Promise<ScoringSettings> {
  const found = file === undefined ? {} : await readJson(file)
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new AppError('malformed', `${file} holds no object; valid is for example {"latencyShare": 0.1}`)
  return parseSettings({ ...settingsFor(mechanism), ...found, ...flags })
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new AppError('no-scoring', `scoring settings in ${file} cannot be read: ${messageOf(error)}`, { file }, error)
  }
}
