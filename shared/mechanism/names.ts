import { AppError } from '../errors.ts'

/**
 * Ids of the built-in mechanisms. Apart from the registry, so that a program names them in its `--help` without loading
 * the mechanisms themselves.
 */
export const MECHANISM_IDS: readonly string[] = ['glyphs', 'labelled', 'forecast', 'language', 'programs', 'retrieval']

/** What `--mechanism` takes, for `--help` and for errors. */
export const MECHANISM_NAMES = `${MECHANISM_IDS.join(', ')}, or the path of your own module such as ./mine.ts`

/** Whether a name of a mechanism is the path of a module: ./mine.ts, /home/me/mine.js, mine.mjs. */
export const isModulePath = (name: string): boolean => /^\.{0,2}\//.test(name) || /\.(ts|js|mjs)$/.test(name)

/**
 * Checks the name of a mechanism without opening it, for the flags of programs.
 * @throws AppError `unknown-mechanism` listing the valid ones.
 */
export function parseMechanismName(name: string): string {
  if (!isModulePath(name) && !MECHANISM_IDS.includes(name))
    throw new AppError(
      'unknown-mechanism',
      `mechanism ${JSON.stringify(name)} does not exist; valid are ${MECHANISM_NAMES}`,
    )
  return name
}
