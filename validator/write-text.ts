import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, messageOf } from '../shared/errors.ts'
import { makeFolder } from '../shared/make-folder.ts'

/**
 * Writes a file, also into a folder that is not there yet.
 * @throws AppError `unwritable-file`.
 */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(file))
    await writeFile(file, text)
  } catch (error) {
    throw new AppError('unwritable-file', `cannot write ${file}: ${messageOf(error)}`, { file }, error)
  }
}
