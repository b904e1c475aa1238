import { statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError, messageOf } from './errors.ts'

/** What a module's name ends in. */
export const MODULE_ENDINGS: readonly string[] = ['.ts', '.mts', '.js', '.mjs']

/**
 * Loads a module that a person wrote and gives its exports.
 * @param path as the person gave it, relative to `base`.
 * @throws AppError `no-module` that says why, with the line where Node.js tells it.
 */
export async function importModule(
  path: string,
  base: string = process.cwd(),
): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(base, path)
  const refused = (reason: string, cause?: unknown) =>
    new AppError('no-module', `${path} cannot be loaded: ${reason}`, { path }, cause)
  if (!MODULE_ENDINGS.includes(extname(file))) throw refused(`a module ends in ${MODULE_ENDINGS.join(', ')}`)
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw refused(`there is no file ${file}`)
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    throw refused(`${messageOf(error)}${lineIn(file, error)}`, error)
  }
}

/** Of an error that comes from the file itself: messages about wrong syntax do not say where. */
function lineIn(file: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const at = stack.indexOf(`${file}:`)
  const line = at === -1 ? undefined : /^\d+/.exec(stack.slice(at + file.length + 1))?.[0]
  return line === undefined ? '' : ` (line ${line})`
}
