import { z } from 'zod'
import { parserOf } from '../../shared/zod-parser.ts'
import { readMeta, writeMeta } from './meta.ts'
import { type Orm, type Queryable, writing } from './orm.ts'
import { readRoundEntries } from './round-index.ts'
import { nextRoundId, type Retention } from './round-phases.ts'

const whole = z.int().min(0)

/** Since when a retention holds, and what was there then: who keeps more than before has not got what it dropped. */
export const keptSinceShape = z.object({
  /** The first round that was played by it. */
  since: whole,
  /** The oldest round, and the oldest one with its answers, that were there then. */
  firstRound: whole,
  firstAnswers: whole,
})

/** See `keptSinceShape`. */
export type KeptSince = z.output<typeof keptSinceShape>

const parseNote = parserOf(keptSinceShape.extend({ rounds: whole, answers: whole }), 'note of what is kept')

/** `undefined` for databases that no validator has noted it in. */
export function readKeptSince(orm: Queryable): KeptSince | undefined {
  const text = readMeta(orm, 'retention')
  return text === undefined ? undefined : keptSinceShape.parse(parseNote(JSON.parse(text)))
}

/**
 * Remembers the retention of a validator that starts, with what is there, when it is another one than before.
 * @throws AppError `database-failed`.
 */
export function noteRetention(orm: Orm, { rounds, answers }: Retention): void {
  const text = readMeta(orm, 'retention')
  const known = text === undefined ? undefined : parseNote(JSON.parse(text))
  if (known?.rounds === rounds && known.answers === answers) return
  const since = nextRoundId(orm)
  const entries = readRoundEntries(orm, { limit: Number.MAX_SAFE_INTEGER })
  const firstRound = entries[0]?.round ?? since
  const firstAnswers = entries.find(({ isKept }) => isKept)?.round ?? since
  const note = JSON.stringify({ rounds, answers, since, firstRound, firstAnswers })
  writing(() => writeMeta(orm, { retention: note }))
}
