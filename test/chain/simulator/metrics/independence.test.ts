import { describe, expect, test } from 'vitest'
import { effectiveValidators } from '../../../../chain/simulator/metrics/independence.ts'
import { createFastRandom } from '../../../../chain/simulator/play/fast-random.ts'
import { createRng } from '../../../../shared/rng.ts'

const ITEMS = 4000
const random = createFastRandom(createRng(new Uint8Array(32).fill(7)))
const truth = Array.from({ length: ITEMS }, () => random.uniform())
const opinion = () => truth.map((value) => value + 0.1 * random.normal())

describe('effective validators', () => {
  test('are as many as err on their own', () => {
    expect(effectiveValidators(Array.from({ length: 8 }, opinion), truth)).toBeGreaterThan(7.9)
  })

  test('are one for copies of one row, and of the truth itself', () => {
    const row = opinion()
    expect(effectiveValidators([row, [...row], [...row]], truth)).toBeCloseTo(1, 9)
    expect(effectiveValidators([truth, [...truth]], truth)).toBe(1)
    expect(effectiveValidators([row], truth)).toBe(1)
    expect(effectiveValidators([], truth)).toBe(0)
  })

  test('are fewer than the opinions where some copy: n² / (independent + copies²)', () => {
    const row = opinion()
    const rows = [row, row.slice(), row.slice(), row.slice(), ...Array.from({ length: 6 }, opinion)]
    expect(effectiveValidators(rows, truth)).toBeCloseTo(100 / (6 + 16), 1)
  })
})
