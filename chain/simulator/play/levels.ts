import { AppError } from '../../../shared/errors.ts'
import type { Scenario } from '../scenario/schema.ts'
import { openFastLevel } from './fast-level.ts'
import type { Level, LevelSetup } from './level.ts'

/** How a level is opened. */
export type OpenLevel = (setup: LevelSetup) => Level

const LEVELS: Readonly<Record<Scenario['level'], OpenLevel | undefined>> = {
  fast: openFastLevel,
  full: undefined,
}

/** What opens a scenario's level. @throws AppError `unknown-level`. */
export function levelOf({ level }: Pick<Scenario, 'level'>): OpenLevel {
  const open = LEVELS[level]
  if (open === undefined)
    throw new AppError('unknown-level', `scenarios of the level ${level} run under devnet attack; here: fast`)
  return open
}
