import { z } from 'zod'
import { DEFAULT_SCORING, type ScoringSettings, scoringSettings } from '../../shared/scoring/settings.ts'
import { parserOf } from '../../shared/zod-parser.ts'
import { readMeta, writeMeta } from './meta.ts'
import { type Orm, type Queryable, writing } from './orm.ts'
import { nextRoundId } from './round-phases.ts'
import { readUnfinished } from './rounds.ts'

/** Settings by which rounds were scored, from a round on until the next entry. */
export interface SettingsSince {
  readonly fromRound: number
  readonly settings: ScoringSettings
}

/** Changes that are remembered; who changes them oftener cannot be replayed that far back. */
const KEPT = 100

const history = z.array(z.object({ fromRound: z.int().min(0), settings: scoringSettings }))
const parseHistory = parserOf(history, 'history of settings')

/** All that is remembered, oldest first. */
export function readSettingsHistory(orm: Queryable): readonly SettingsSince[] {
  const text = readMeta(orm, 'settings')
  return text === undefined ? [] : parseHistory(JSON.parse(text))
}

/**
 * Remembers the settings of a validator that starts: rounds that it scores from now on, also those that an earlier
 * process left, are scored by them.
 * @throws AppError `database-failed`.
 */
export function noteSettings(orm: Orm, settings: ScoringSettings): void {
  const known = readSettingsHistory(orm)
  const last = known.at(-1)
  if (last !== undefined && JSON.stringify(last.settings) === JSON.stringify(settings)) return
  const fromRound = Math.min(nextRoundId(orm), ...readUnfinished(orm))
  const kept = [...known.filter((entry) => entry.fromRound < fromRound), { fromRound, settings }].slice(-KEPT)
  writing(() => writeMeta(orm, { settings: JSON.stringify(kept) }))
}

/** The settings that a round was scored by; the defaults for rounds of before they were remembered. */
export const settingsOf = (known: readonly SettingsSince[], round: number): ScoringSettings =>
  known.findLast(({ fromRound }) => fromRound <= round)?.settings ?? DEFAULT_SCORING
