import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { type MetagraphSnapshot, parseSnapshot } from '../../../shared/subtensor/snapshot.ts'
import { checkSnapshot } from './check-snapshot.ts'

/**
 * Loads a snapshot as `devnet dump-metagraph` writes it.
 * @throws AppError `unreadable-file`; `malformed` for a file that is none, or has no neurons; those of `checkSnapshot`.
 */
export async function loadSnapshot(file: string, base: string): Promise<MetagraphSnapshot> {
  const snapshot = parseNamed(file, await readJson(file, resolve(base, file)))
  if (snapshot.neurons.length === 0) throw new AppError('malformed', `${file} has no neurons; a network needs some`)
  checkSnapshot(file, snapshot)
  return snapshot
}

/** The message of the parser does not know the file. */
function parseNamed(file: string, input: unknown): MetagraphSnapshot {
  try {
    return parseSnapshot(input)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const hint = 'valid is what devnet dump-metagraph of this version writes'
    throw new AppError('malformed', `${file}: ${error.message}; ${hint}`, { file }, error)
  }
}

async function readJson(file: string, path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new AppError('unreadable-file', `cannot read ${file}: ${messageOf(error)}`, { file }, error)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    const hint = 'valid is what devnet dump-metagraph writes'
    throw new AppError('malformed', `${file} is no JSON: ${messageOf(error)}; ${hint}`, { file }, error)
  }
}
