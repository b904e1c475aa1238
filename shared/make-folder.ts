import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those above it that are missing. Step by step: Node's own recursion goes on for ever where a
 * folder is there and says that it is not as soon as something shall be made in it, as /proc does.
 * @throws the system's error, which names the folder that could not be made.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const full = resolve(path)
  if (isFolder(full)) return
  if (dirname(full) !== full) makeFolder(dirname(full), mode)
  try {
    mkdirSync(full, { mode })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(full)) throw error
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
