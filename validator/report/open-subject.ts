import { readFile } from 'node:fs/promises'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { AppError, isAppError, messageOf } from '../../shared/errors.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../shared/mechanism/registry.ts'
import { toMechanismKey } from '../score-key.ts'

/** What the person gives to open the mechanism of a database. */
export interface SubjectOptions {
  /** Path of a person's own module; `undefined` for a built-in mechanism. */
  readonly mechanism: string | undefined
  /** Held-out rows of `labelled`. */
  readonly heldOut: string | undefined
}

/** A mechanism that makes the tasks of a database again, or why there is none. */
export type Subject =
  | { readonly mechanism: Mechanism; readonly reason: null }
  | { readonly mechanism: undefined; readonly reason: string }

/**
 * Opens the mechanism that the scores of a database belong to, at the same version and over the same data. What is not
 * there leaves out a part of the report and no more; what the person gave must fit.
 * @throws AppError `wrong-mechanism`, `wrong-held-out`, and as `openMechanism`.
 */
export async function openSubject(scoreKey: string, { mechanism: path, heldOut }: SubjectOptions): Promise<Subject> {
  const [found = '', data] = toMechanismKey(scoreKey).split('/')
  const id = found.split('@')[0] ?? found
  if (id === 'labelled' && heldOut === undefined)
    return without('the tasks are rows of a file that is not in the database; name it with --held-out FILE')
  const mechanism = await open(path ?? id, heldOut)
  if (mechanism === undefined) return without(`${id} is no built-in mechanism; name its module with --mechanism FILE`)
  const opened = `${mechanism.id}@${mechanism.version}`
  if (opened !== found) {
    const reason = `the answers are to ${found}, and what was opened is ${opened}`
    if (path === undefined) return without(reason)
    throw new AppError('wrong-mechanism', `${path} does not fit the database: ${reason}`)
  }
  if (heldOut !== undefined && data !== undefined && !(await isFileOf(heldOut, data)))
    throw new AppError('wrong-held-out', `${heldOut} is not the file that the answers in the database are to`)
  return { mechanism, reason: null }
}

const without = (reason: string): Subject => ({ mechanism: undefined, reason })

/** @returns `undefined` for an id that is not built in; a person's own module has its id from within. */
async function open(name: string, heldOut: string | undefined): Promise<Mechanism | undefined> {
  try {
    return await openMechanism(name, { heldOut })
  } catch (error) {
    if (isAppError(error, 'unknown-mechanism')) return undefined
    throw error
  }
}

async function isFileOf(path: string, digestStart: string): Promise<boolean> {
  try {
    return sha256Hex(await readFile(path)).startsWith(digestStart)
  } catch (error) {
    throw new AppError('no-held-out', `held-out file ${path} cannot be read: ${messageOf(error)}`, {}, error)
  }
}
