import { readFile } from 'node:fs/promises'
import { utf8 } from '../shared/bytes.ts'
import { sha256Hex } from '../shared/crypto/hashes.ts'
import { toSs58 } from '../shared/crypto/ss58.ts'
import { AppError, messageOf } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { openMechanism } from '../shared/mechanism/registry.ts'
import { planRound } from '../shared/round/plan.ts'
import { toSizes } from '../shared/round/sizes.ts'
import { commitRoute } from '../shared/wire/routes.ts'
import { toScoreKey } from './score-key.ts'

export interface LoadedMechanism {
  readonly mechanism: Mechanism
  /** Made by `toScoreKey`. */
  readonly scoreKey: string
}

export interface LoadOptions {
  readonly heldOut: string | undefined
  /** Tasks of each miner. */
  readonly items: number
  /** `undefined` for the mechanism's default. */
  readonly difficulty: number | undefined
}

/** The account of 32 zero bytes: the miner of a trial. */
const NOBODY = toSs58(new Uint8Array(32))

/**
 * Opens what the validator scores and makes one round's tasks as a trial, so that what is wrong is told at the start.
 * @throws AppError `unknown-mechanism`, `no-held-out`, `malformed` or `request-too-large`.
 */
export async function loadMechanism(id: string, { heldOut, items, difficulty }: LoadOptions): Promise<LoadedMechanism> {
  const mechanism = await openMechanism(id, { heldOut })
  const plan = planRound(mechanism, new Uint8Array(32), toSizes(items), difficulty)
  const trial = plan.forMiner(NOBODY).map(({ task }) => task)
  const request = mechanism.toRequest(trial)
  const bytes = utf8(JSON.stringify(request)).length + ENVELOPE_BYTES
  if (bytes > commitRoute.maxRequestBytes)
    throw new AppError(
      'request-too-large',
      `${items} items make a request of ${bytes} bytes; a miner reads at most ${commitRoute.maxRequestBytes}: valid is up to --items ${Math.floor((items * commitRoute.maxRequestBytes) / bytes)}`,
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
