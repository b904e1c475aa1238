import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AppError, messageOf } from '../../shared/errors.ts'
import { makeFolder } from '../../shared/make-folder.ts'

/**
 * Makes sure, before a run of minutes, that its report can be written at the end; makes the folder of the file.
 * @throws AppError `unwritable-file`.
 */
export function requireReportFile(file: string): void {
  const full = resolve(file)
  const refuse = (found: string, cause?: unknown) =>
    new AppError('unwritable-file', `cannot write the report ${full}: ${found}; give another --report FILE`, {}, cause)
  try {
    makeFolder(dirname(full))
    const found = statSync(full, { throwIfNoEntry: false })
    if (found?.isDirectory()) throw refuse('it is a folder')
    accessSync(found === undefined ? dirname(full) : full, constants.W_OK)
  } catch (error) {
    throw error instanceof AppError ? error : refuse(messageOf(error), error)
  }
}
