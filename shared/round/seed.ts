import { utf8 } from '../bytes.ts'
import { blake2b256 } from '../crypto/hashes.ts'
import { AppError } from '../errors.ts'
import { framed } from './framed.ts'

/** What the tasks of a round hang on. */
export interface RoundSeedInput {
  /** Hash of the round's block, 32 bytes: nobody knew it before, the validator neither. */
  readonly beacon: Uint8Array
  /** The validator's secret of the period, 32 bytes, committed on chain before the block: miners do not know it. */
  readonly secret: Uint8Array
  /** Names the mechanism, its version and its data, so that rounds of two mechanisms share no task. */
  readonly mechanismKey: string
  /** The validator's own count of rounds. */
  readonly round: number
}

/**
 * Seed of a round, 32 bytes: blake2b-256 over the four parts. The validator cannot choose it, since the beacon comes
 * after its commitment, and a miner cannot compute it, since it lacks the secret until that is opened.
 * @throws AppError `out-of-range` for parts of a wrong length or a round that is no whole number from 0.
 */
export function roundSeed({ beacon, secret, mechanismKey, round }: RoundSeedInput): Uint8Array {
  check32('beacon', beacon)
  check32('secret', secret)
  if (!Number.isSafeInteger(round) || round < 0)
    throw new AppError('out-of-range', `round ${round} is not valid; use a whole number from 0`)
  const count = new Uint8Array(8)
  new DataView(count.buffer).setBigUint64(0, BigInt(round), true)
  return blake2b256(framed('meritnet round seed', beacon, secret, utf8(mechanismKey), count))
}

function check32(name: string, bytes: Uint8Array): void {
  if (bytes.length !== 32) throw new AppError('out-of-range', `the ${name} has ${bytes.length} bytes; it takes 32`)
}
