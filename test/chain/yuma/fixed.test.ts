import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { exactExp } from '../../../chain/yuma/exact/exp.ts'
import { exactAlpha } from '../../../chain/yuma/exact/liquid-alpha.ts'
import {
  type Fixed,
  greater,
  I32F32,
  I64F64,
  I96F32,
  i32f32FromI64f64,
  lesser,
  toU64,
  U64F64,
  U96F32,
  u16OfI32f32,
  u16Ratio,
} from '../../../chain/yuma/fixed.ts'
import { readVectors } from '../../support/yuma-vectors.ts'

const value = z.union([z.string(), z.number()]).transform((text) => String(text))
const primitives = readVectors(
  'primitives',
  z.array(z.object({ fn: z.string(), args: z.record(z.string(), z.unknown()), expected: z.unknown() })),
)
const types: Readonly<Record<string, Fixed>> = { I32F32, I64F64, I96F32, U96F32, U64F64 }

/** Operations of the vectors that are ours, by name; each takes the arguments in order. */
const operations = new Map<string, (...args: bigint[]) => bigint | number>([
  ...Object.entries(types).flatMap(([name, type]): [string, (...args: bigint[]) => bigint][] => [
    [`${name}.saturating_mul`, (a = 0n, b = 0n) => type.mul(a, b)],
    [`${name}.safe_div`, (a = 0n, b = 0n) => type.divide(a, b)],
    [`${name}.round`, (x = 0n) => type.round(x)],
  ]),
  ['exp_safe', (x = 0n) => exactExp(x)],
  ['fixed_to_u16', (x = 0n) => greater(0n, lesser(I32F32.floor(x), 65_535n))],
  ['fixed_proportion_to_u16', (x = 0n) => u16OfI32f32(x)],
  ['u16_proportion_to_fixed', (x = 0n) => u16Ratio(Number(x))],
  ['fixed64_to_fixed32', (x = 0n) => i32f32FromI64f64(x)],
  [
    'alpha_sigmoid',
    (consensus = 0n, weight = 0n, bond = 0n, low = 0n, high = 0n, steepness = 0n) =>
      exactAlpha(consensus, weight, bond, { low, high, steepness }),
  ],
])
const covered = [...operations.keys()].filter((name) => primitives.some(({ fn }) => fn === name))

describe('fixed point operations', () => {
  it.each(covered)('give what substrate-fixed gives: %s', (name) => {
    const vectors = primitives.filter(({ fn }) => fn === name)
    for (const { args, expected } of vectors) {
      const numbers = Object.values(args).map((arg) => BigInt(value.parse(arg)))
      expect(String(operations.get(name)!(...numbers)), JSON.stringify(args)).toBe(value.parse(expected))
    }
  })

  it('cover 586 of the vectors; the others are conversions of floats and other files', () => {
    expect(primitives.filter(({ fn }) => covered.includes(fn))).toHaveLength(586)
  })

  it.each(Object.entries(types))('stay inside %s', (_, type) => {
    const raw = fc.oneof(fc.constantFrom(type.min, type.max, 0n, type.one), fc.bigInt({ min: type.min, max: type.max }))
    fc.assert(
      fc.property(raw, raw, (a, b) => {
        for (const result of [type.add(a, b), type.sub(a, b), type.mul(a, b), type.divide(a, b), type.sum([a, b])])
          expect(result >= type.min && result <= type.max).toBe(true)
      }),
    )
  })

  it('give 0 for a quotient that does not exist or does not fit', () => {
    expect(I32F32.divide(I32F32.one, 0n)).toBe(0n)
    expect(I32F32.divide(I32F32.max, 1n)).toBe(0n)
    expect(I32F32.divide(-5n, 2n << 32n)).toBe(-2n)
  })

  it('floor products of negatives', () => {
    expect(I32F32.mul(-1n, 1n)).toBe(-1n)
    expect(I32F32.checkedMul(I32F32.max, I32F32.max)).toBeUndefined()
    expect(I32F32.checkedMul(I32F32.one, I32F32.one)).toBe(I32F32.one)
  })

  it('wrap sums as the runtime does', () => {
    expect(I32F32.sum([I32F32.max, 1n])).toBe(I32F32.min)
    expect(U64F64.sum([U64F64.max, 1n])).toBe(0n)
  })

  it('leave a vector without a sum alone', () => {
    expect(I32F32.normalize([5n, -5n])).toEqual([5n, -5n])
  })

  it('clamp to u64', () => {
    expect([toU64(-1n), toU64(1n << 64n), toU64(7n)]).toEqual([0n, (1n << 64n) - 1n, 7n])
  })
})
