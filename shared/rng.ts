import { createCipheriv, createHash } from 'node:crypto'
import { AppError } from './errors.ts'

/** A deterministic source of randomness: the same seed gives the same draws on every machine. */
export interface Rng {
  /** Uniform over 0 … 2³²−1. */
  u32(): number
  /** Uniform over [0, 1) with 53 bits. */
  uniform(): number
  /** Uniform whole number over 0 … below−1, without modulo bias. */
  below(below: number): number
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number
  /** An independent generator named by `label`; drawing from it does not move this one. */
  fork(label: string): Rng
}

const BLOCK_BYTES = 4096
const ZEROS = new Uint8Array(BLOCK_BYTES)

/**
 * Counter-based generator: the AES-256-CTR key stream of SHA-256(seed). Nobody who lacks the seed can tell its output
 * from noise, so tasks made with it cannot be computed ahead.
 * @param seed at least 16 bytes (128 bits): shorter spaces can be searched.
 * @throws AppError `seed-too-short`.
 */
export function createRng(seed: Uint8Array): Rng {
  if (seed.length < 16)
    throw new AppError('seed-too-short', `a seed has at least 16 bytes (128 bits); found ${seed.length}`)
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16))
  let block = stream.update(ZEROS)
  let offset = 0
  let spare: number | undefined

  const u32 = (): number => {
    if (offset === BLOCK_BYTES) {
      block = stream.update(ZEROS)
      offset = 0
    }
    const value = block.readUInt32LE(offset)
    offset += 4
    return value
  }
  const uniform = (): number => ((u32() >>> 5) * 67_108_864 + (u32() >>> 6)) / 9_007_199_254_740_992

  return {
    u32,
    uniform,
    below(below) {
      if (!Number.isInteger(below) || below < 1 || below > 4_294_967_296)
        throw new AppError('out-of-range', `below ${below} is not valid; use a whole number from 1 to 2^32`)
      const limit = 4_294_967_296 - (4_294_967_296 % below)
      let value = u32()
      while (value >= limit) value = u32()
      return value % below
    },
    normal() {
      if (spare !== undefined) {
        const value = spare
        spare = undefined
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      const angle = 2 * Math.PI * uniform()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    fork: (label) => createRng(createHash('sha256').update(key).update(label).digest()),
  }
}
