import type { Mechanism } from '../shared/mechanism/mechanism.ts'

/** What the averages are of. Changes with their meaning, so that a database keeps those of before apart. */
const AVERAGED = 'skill@3'

/**
 * Names which averages belong together: `skill@3/glyphs@1`, with the start of the data's digest behind it where there is
 * data. Averages under different keys never mix.
 */
export const toScoreKey = ({ id, version }: Pick<Mechanism, 'id' | 'version'>, dataDigest?: string): string =>
  [AVERAGED, `${id}@${version}`, ...(dataDigest === undefined ? [] : [dataDigest.slice(0, 16)])].join('/')

/** The part of a score key that names mechanism, version and data, which seeds of rounds hang on: `glyphs@1`. */
export const toMechanismKey = (scoreKey: string): string => scoreKey.slice(scoreKey.indexOf('/') + 1)

/** Whether the averages under a key mean what this program means: those that older ones wrote may not. */
export const isCurrentScoreKey = (key: string): boolean => key.startsWith(`${AVERAGED}/`)
