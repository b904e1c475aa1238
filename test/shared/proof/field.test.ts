import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, invert, multiply, PRIME, subtract } from '../../../shared/proof/field.ts'

const element = fc.integer({ min: 0, max: PRIME - 1 })
const EDGES = [0, 1, 2, 38, 39, 40, 255, 256, PRIME - 39, PRIME - 2, PRIME - 1]

describe('the field of proofs', () => {
  it('has a prime order', () => {
    for (let divisor = 2; divisor * divisor <= PRIME; divisor++) expect(PRIME % divisor).not.toBe(0)
  })

  it('multiplies as whole numbers do, modulo the prime', () => {
    for (const a of EDGES) for (const b of EDGES) expect(multiply(a, b)).toBe((a * b) % PRIME)
    fc.assert(
      fc.property(element, element, (a, b) => {
        expect(multiply(a, b)).toBe((a * b) % PRIME)
      }),
      { numRuns: 5_000 },
    )
  })

  it('adds and subtracts modulo the prime', () => {
    fc.assert(
      fc.property(element, element, (a, b) => {
        expect(add(a, b)).toBe((a + b) % PRIME)
        expect(subtract(a, b)).toBe((a - b + PRIME) % PRIME)
      }),
    )
  })

  it('inverts everything but zero', () => {
    for (let a = 1; a < PRIME; a += 7) expect(multiply(a, invert(a))).toBe(1)
    expect(multiply(PRIME - 1, invert(PRIME - 1))).toBe(1)
    expect(invert(0)).toBe(0)
  })
})
