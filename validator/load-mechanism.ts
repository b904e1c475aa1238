import { readFile } from 'node:fs/promises'
import { utf8 } from '../shared/bytes.ts'
import { sha256Hex } from '../shared/crypto/hashes.ts'
import { AppError, messageOf } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { openMechanism } from '../shared/mechanism/registry.ts'
import { createRng } from '../shared/rng.ts'
import { answerRoute } from '../shared/wire/routes.ts'
import { toScoreKey } from './score-key.ts'

export interface LoadedMechanism {
  readonly mechanism: Mechanism
  /** Made by `toScoreKey`. */
  readonly scoreKey: string
}

/**
 * Opens what the validator scores and makes one round's tasks as a trial, so that what is wrong is told at the start.
 * @throws AppError `unknown-mechanism`, `no-held-out`, `malformed` or `request-too-large`.
 */
export async function loadMechanism(id: string, heldOut: string | undefined, items: number): Promise<LoadedMechanism> {
  const mechanism = await openMechanism(id, { heldOut })
  const request = mechanism.toRequest(mechanism.makeTasks(createRng(new Uint8Array(32)), items))
  const bytes = utf8(JSON.stringify(request)).length + ENVELOPE_BYTES
  if (bytes > answerRoute.maxRequestBytes)
    throw new AppError(
      'request-too-large',
      `${items} items make a request of ${bytes} bytes; a miner reads at most ${answerRoute.maxRequestBytes}: valid is up to --items ${Math.floor((items * answerRoute.maxRequestBytes) / bytes)}`,
      { items, bytes },
    )
  const digest = heldOut === undefined ? undefined : sha256Hex(await readBytes(heldOut))
  return { mechanism, scoreKey: toScoreKey(mechanism, digest) }
}

/** What stands around the mechanism's own request. */
const ENVELOPE_BYTES = 512

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new AppError('no-held-out', `held-out file ${path} cannot be read: ${messageOf(error)}`, {}, error)
  }
}
