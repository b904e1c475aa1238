import { describe, expect, test } from 'vitest'
import { inclusionFee, lengthToFee, totalFee, weightToFee } from '../../../chain/frame/fee.ts'

describe('fees', () => {
  test('computation costs 0.0005 rao a picosecond, halves rounded down', () => {
    expect(weightToFee(0n)).toBe(0n)
    expect(weightToFee(1_000n)).toBe(0n)
    expect(weightToFee(1_001n)).toBe(1n)
    expect(weightToFee(2_000n)).toBe(1n)
    expect(weightToFee(108_157_000n)).toBe(54_078n)
    expect(weightToFee(1_000_000_000n)).toBe(500_000n)
  })

  test('a byte costs one rao', () => {
    expect(lengthToFee(143)).toBe(143n)
  })

  test('the whole is base, length and weight', () => {
    const info = { refTime: 200_000_000n, class: 'normal', pays: 'yes' } as const
    expect(inclusionFee(info, 143)).toEqual({ base: 54_078n, length: 143n, weight: 100_000n })
    expect(totalFee(info, 143)).toBe(154_221n)
  })

  test('a free call costs nothing', () => {
    const info = { refTime: 200_000_000n, class: 'normal', pays: 'no' } as const
    expect(inclusionFee(info, 143)).toBeUndefined()
    expect(totalFee(info, 143)).toBe(0n)
  })
})
