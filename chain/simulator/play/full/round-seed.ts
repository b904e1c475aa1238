import { concat, utf8 } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import type { Rng } from '../../../../shared/rng.ts'
import { roundSeed } from '../../../../shared/round/seed.ts'
import type { TaskSource } from './round-rules.ts'

const NO_SECRET = new Uint8Array(32)

/** What a seed is made of. */
export interface SeedInput {
  readonly source: TaskSource
  /** Number of the round, of one validator. */
  readonly number: number
  /** Names mechanism and version. */
  readonly mechanismKey: string
  /** The validator's, for its secret and the block's hash; fresh tasks alone take of it. */
  readonly rng: Rng
}

/** The seed of a round by the rules; the same as the validator's where tasks are fresh. */
export function seedOf({ source, number, mechanismKey, rng }: SeedInput): Uint8Array {
  if (source === 'fresh')
    return roundSeed({ beacon: bytesOf(rng, 'beacon'), secret: bytesOf(rng, 'secret'), mechanismKey, round: number })
  return publicSeed({ source, number, mechanismKey })
}

/** The seed as everybody can work it out who knows the number of the round. */
export const publicSeed = ({ source, number, mechanismKey }: Omit<SeedInput, 'rng'>): Uint8Array =>
  roundSeed({
    beacon: blake2b256(concat(utf8('block '), utf8(String(source === 'fixed' ? 0 : number)))),
    secret: NO_SECRET,
    mechanismKey,
    round: source === 'fixed' ? 0 : number,
  })

function bytesOf(rng: Rng, label: string): Uint8Array {
  const source = rng.fork(label)
  const bytes = new Uint8Array(32)
  const view = new DataView(bytes.buffer)
  for (let offset = 0; offset < 32; offset += 4) view.setUint32(offset, source.u32())
  return bytes
}
