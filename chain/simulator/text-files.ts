import { access, constants, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { AppError, messageOf } from '../../shared/errors.ts'
import { writeWhole } from '../../shared/write-whole.ts'
import type { StandardStreams } from './command-deps.ts'

/** True for a reader that left early, as `head` does. */
const isBrokenPipe = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE'

/**
 * Reads a UTF-8 file, or standard input for `-`.
 * @throws AppError `unreadable-file`.
 */
export async function readText(file: string, { stdin }: Pick<StandardStreams, 'stdin'>): Promise<string> {
  try {
    return file === '-' ? await text(stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new AppError('unreadable-file', `cannot read ${nameOf(file, 'input')}: ${messageOf(error)}`, { file }, error)
  }
}

/**
 * Writes a UTF-8 file, whole or not at all, or to standard output for `-`; a reader that leaves early is no error.
 * @throws AppError `unwritable-file`.
 */
export async function writeText(
  file: string,
  content: string,
  { stdout }: Pick<StandardStreams, 'stdout'>,
): Promise<void> {
  try {
    if (file !== '-') await writeWhole(file, content)
    else await written(stdout, content)
  } catch (error) {
    if (file === '-' && isBrokenPipe(error)) return
    const context = { file }
    throw new AppError('unwritable-file', `cannot write ${nameOf(file, 'output')}: ${messageOf(error)}`, context, error)
  }
}

/**
 * Finds out before a long run that its result could not be written.
 * @throws AppError `unwritable-file`.
 */
export async function ensureWritable(file: string): Promise<void> {
  if (file === '-') return
  const isPresent = await stat(file).then(
    (found) => {
      if (found.isDirectory()) throw new AppError('unwritable-file', `${file} is a folder; name a file`, { file })
      return true
    },
    () => false,
  )
  try {
    await access(isPresent ? file : dirname(file), constants.W_OK)
  } catch (error) {
    throw new AppError('unwritable-file', `cannot write ${file}: ${messageOf(error)}`, { file }, error)
  }
}

const nameOf = (file: string, direction: string): string => (file === '-' ? `standard ${direction}` : file)

/** Without a listener that stays, an error of the stream ends the process before or after the write reports it. */
function written(stream: NodeJS.WritableStream, content: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('error', reject)
    stream.write(content, (error) => (error ? reject(error) : resolve()))
  })
}
