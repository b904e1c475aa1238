import { readFile } from 'node:fs/promises'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { isAppError, messageOf } from '../../shared/errors.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../shared/mechanism/registry.ts'
import { isCurrentScoreKey, toScoreKey } from '../score-key.ts'

/** What it takes to play rounds of a score key again. */
export type OpenedKey =
  | { readonly tag: 'opened'; readonly mechanism: Mechanism }
  | { readonly tag: 'not-replayable'; readonly reason: string }

/** Files of the person who audits. */
export interface OpenKeyOptions {
  /** Held-out rows of mechanisms that need them. */
  readonly heldOut?: string | undefined
  /** Module of a mechanism that is not built in. */
  readonly module?: string | undefined
}

/** Opens the mechanism of a score key, when this program and the files that are given are the ones it names. */
export async function openKey(scoreKey: string, { heldOut, module }: OpenKeyOptions): Promise<OpenedKey> {
  const not = (reason: string): OpenedKey => ({ tag: 'not-replayable', reason })
  if (!isCurrentScoreKey(scoreKey)) return not(`scores under ${scoreKey} were worked out by another version`)
  const [, name = '', data] = scoreKey.split('/')
  const id = name.split('@')[0] ?? ''
  if (data !== undefined && heldOut === undefined)
    return not(`${id} asks about held-out rows; with their file, by --held-out, rounds can be replayed`)
  try {
    const mechanism = await openMechanism(module ?? id, { heldOut: data === undefined ? undefined : heldOut })
    const digest = data === undefined || heldOut === undefined ? undefined : sha256Hex(await readFile(heldOut))
    const found = toScoreKey(mechanism, digest)
    if (found === scoreKey) return { tag: 'opened', mechanism }
    return not(`rounds are of ${scoreKey}; the mechanism and the held-out file here are ${found}`)
  } catch (error) {
    if (!isAppError(error)) throw error
    return not(`${scoreKey} cannot be replayed: ${messageOf(error)}`)
  }
}
