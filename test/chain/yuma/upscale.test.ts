import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { maxUpscale } from '../../../chain/yuma/upscale.ts'
import { u16 } from '../../support/yuma-arbitraries.ts'
import { readVectors } from '../../support/yuma-vectors.ts'

const numbers = z.array(z.number())
const called = z.object({ fn: z.string(), args: z.unknown(), expected: z.unknown() })
const upscaled = z.object({ args: z.object({ x: numbers }), expected: numbers })
const vectors = readVectors('primitives', z.array(called))
  .filter(({ fn }) => fn === 'vec_u16_max_upscale_to_u16')
  .map((vector) => upscaled.parse(vector))

/** The rule on bigints, step by step as the chain takes it. */
function exactUpscale(weights: Uint16Array): number[] {
  const max = BigInt(Math.max(0, ...weights))
  if (max === 0n) return Array.from(weights, () => 0)
  const factor = (65_535n << 32n) / max
  return Array.from(weights, (weight) => {
    const raw = max > 32_768n ? BigInt(weight) * factor : (BigInt(weight) * (65_535n << 32n)) / max
    return Math.min(65_535, Number((raw + (1n << 31n)) >> 32n))
  })
}

describe('maxUpscale', () => {
  it('gives what subtensor gives in 40 vectors', () => {
    expect(vectors).toHaveLength(40)
    for (const { args, expected } of vectors) expect(Array.from(maxUpscale(Uint16Array.from(args.x)))).toEqual(expected)
  })

  it('gives what exact integers give for any weights', () => {
    fc.assert(
      fc.property(fc.array(u16, { maxLength: 20 }), (weights) => {
        const row = Uint16Array.from(weights)
        expect(Array.from(maxUpscale(row))).toEqual(exactUpscale(row))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps nothing and zeros as they are', () => {
    expect(maxUpscale(new Uint16Array(0))).toHaveLength(0)
    expect(Array.from(maxUpscale(new Uint16Array(3)))).toEqual([0, 0, 0])
  })
})
