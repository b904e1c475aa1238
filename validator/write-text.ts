import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, messageOf } from '../shared/errors.ts'

/**
 * Writes a file, also into a folder that is not there yet.
 * @throws AppError `unwritable-file`.
 */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  } catch (error) {
    throw new AppError('unwritable-file', `cannot write ${file}: ${messageOf(error)}`, { file }, error)
  }
}
