import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { helpers } from '../../../support/yuma-math.ts'
import { lazyArguments } from '../../../support/yuma-math-arguments.ts'
import { readVectors } from '../../../support/yuma-vectors.ts'

/** Rows of different widths: a guard of the dense helper for what an epoch cannot hold. */
const IMPOSSIBLE = 'test_mat_ema_alpha_mismatched_dimensions'
const calls = readVectors(
  'math-calls',
  z.array(z.object({ test: z.string(), fn: z.string(), args: z.record(z.string(), z.unknown()), out: z.unknown() })),
)
const possible = calls.filter(({ test }) => test !== IMPOSSIBLE)
const names = [...new Set(calls.map(({ fn }) => fn))]

/** Bigints become the decimal strings of the vectors. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)))

describe('the maths of the epoch', () => {
  it.each(Object.keys(helpers))('gives what subtensor gives: %s', (name) => {
    const vectors = possible.filter(({ fn }) => fn === name)
    expect(vectors.length).toBeGreaterThan(0)
    for (const { test, args, out } of vectors)
      expect(plain(helpers[name]!(lazyArguments(args))), `${test} ${JSON.stringify(args)}`).toEqual(out)
  })

  it('meets all calls but 18', () => {
    expect(calls).toHaveLength(356)
    expect(possible.filter(({ fn }) => helpers[fn] !== undefined)).toHaveLength(calls.length - 18)
  })

  it('leaves out only the upscale of fractions, which the epoch does not need', () => {
    expect(names.filter((name) => helpers[name] === undefined)).toEqual(['vec_max_upscale_to_u16'])
  })
})
