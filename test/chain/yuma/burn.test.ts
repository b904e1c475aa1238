import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bumpBurn, burnDecayFactor, decayBurn } from '../../../chain/yuma/burn.ts'
import { big, readVectors } from '../../support/yuma-vectors.ts'

const { short, long, bump } = readVectors(
  'burn',
  z.object({
    short: z.array(
      z.object({
        name: z.string(),
        inputs: z.object({ half_life: z.number(), min_burn: big, max_burn: big, initial_burn: big }),
        sequence_exact: z.array(big),
      }),
    ),
    long: z.array(z.object({ initial_burn: big, half_life: z.number(), burn_after_blocks: z.record(z.string(), big) })),
    bump: z.array(z.object({ name: z.string(), burn: big, mult: big, max_burn: big.optional(), expected: big })),
  }),
)
const called = z.object({ fn: z.string(), args: z.unknown(), expected: z.unknown() })
const primitives = readVectors('primitives', z.array(called))
const factors = primitives
  .filter(({ fn }) => fn === 'decay_factor_q32')
  .map((vector) => z.object({ args: z.object({ half_life: z.number() }), expected: z.number() }).parse(vector))
const bumps = primitives
  .filter(({ fn }) => fn === 'burn_bump(1.26)')
  .map((vector) => z.object({ args: z.object({ burn: big, mult_u64f64_bits: big }), expected: big }).parse(vector))

const unbounded = { minBurn: 0n, maxBurn: (1n << 64n) - 1n }

describe('burnDecayFactor', () => {
  it.each(factors)('gives what subtensor gives: $args.half_life blocks', ({ args, expected }) => {
    expect(burnDecayFactor(args.half_life)).toBe(expected)
  })
})

describe('decayBurn', () => {
  it.each(short)('gives what subtensor gives: $name', ({ inputs, sequence_exact }) => {
    const bounds = { minBurn: inputs.min_burn, maxBurn: inputs.max_burn }
    let burn = inputs.initial_burn
    for (const expected of sequence_exact) {
      burn = decayBurn(burn, inputs.half_life, bounds)
      expect(burn).toBe(expected)
    }
  })

  it.each(long)('follows the rule for thousands of blocks: half-life $half_life', (vector) => {
    const burns = [vector.initial_burn]
    const last = Math.max(...Object.keys(vector.burn_after_blocks).map(Number))
    // Not the loop a chain would run: the factor is looked for again each block.
    for (let block = 1; block <= last; block++) burns.push(decayBurn(burns[block - 1]!, vector.half_life, unbounded))
    for (const [block, expected] of Object.entries(vector.burn_after_blocks))
      expect(burns[Number(block)]).toBe(expected)
  })

  it('does nothing without a half-life', () => {
    expect(decayBurn(5n, 0, { minBurn: 10n, maxBurn: 20n })).toBe(5n)
  })

  it('lets the upper bound win', () => {
    expect(decayBurn(5n, 360, { minBurn: 10n, maxBurn: 7n })).toBe(7n)
  })
})

describe('bumpBurn', () => {
  it.each(bump)('gives what subtensor gives: $name', ({ burn, mult, max_burn, expected }) => {
    const bounds = { ...unbounded, maxBurn: max_burn ?? unbounded.maxBurn }
    expect(bumpBurn(burn, mult << 64n, bounds)).toBe(expected)
  })

  it.each(bumps)('gives what subtensor gives for 1.26: $args.burn', ({ args, expected }) => {
    expect(bumpBurn(args.burn, args.mult_u64f64_bits, unbounded)).toBe(expected)
  })

  it('never lowers the price', () => {
    expect(bumpBurn(1000n, 1n << 63n, unbounded)).toBe(1000n)
  })
})
