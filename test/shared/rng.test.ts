import { describe, expect, it } from 'vitest'
import { createRng } from '../../shared/rng.ts'
import { seeded } from '../support/seeded.ts'

const draws = (seed: Uint8Array, count: number) => {
  const rng = createRng(seed)
  return Array.from({ length: count }, () => rng.u32())
}

describe('createRng', () => {
  it('gives the AES-256-CTR key stream of SHA-256(seed)', () => {
    // printf 0000…(16 zero bytes) | sha256sum → key; openssl enc -aes-256-ctr -iv 0 of zeros
    expect(draws(new Uint8Array(16), 4)).toEqual([1437548818, 1197574967, 3743345307, 370132073])
  })

  it('repeats itself for the same seed, and only for it', () => {
    const seed = new Uint8Array(32).fill(7)
    expect(draws(seed, 3000)).toEqual(draws(seed, 3000))
    expect(draws(seed, 8)).not.toEqual(draws(new Uint8Array(32).fill(8), 8))
  })

  it('refuses seeds below 128 bits', () => {
    expect(() => createRng(new Uint8Array(15))).toThrow(expect.objectContaining({ code: 'seed-too-short' }))
  })

  it('forks by label without moving', () => {
    const rng = seeded(1)
    const fork = rng.fork('a')
    expect(rng.u32()).toBe(seeded(1).u32())
    expect(fork.u32()).toBe(seeded(1).fork('a').u32())
    expect(seeded(1).fork('a').u32()).not.toBe(seeded(1).fork('b').u32())
  })

  it('draws uniform numbers in [0, 1) with mean a half', () => {
    const rng = seeded(2)
    let sum = 0
    for (let i = 0; i < 20_000; i++) {
      const value = rng.uniform()
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThan(1)
      sum += value
    }
    // Deviation of the mean 0.002.
    expect(sum / 20_000).toBeCloseTo(0.5, 1.9)
  })

  it('draws whole numbers evenly below a bound', () => {
    const rng = seeded(3)
    const counts = new Array<number>(7).fill(0)
    for (let i = 0; i < 14_000; i++) counts[rng.below(7)]!++
    // Expected 2000 each with deviation 41.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200)
    expect(rng.below(1)).toBe(0)
    expect(rng.below(2 ** 32)).toBeLessThan(2 ** 32)
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('refuses the bound %d', (bound) => {
    expect(() => seeded(0).below(bound)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  it('draws normal numbers with mean 0 and deviation 1', () => {
    const rng = seeded(4)
    const values = Array.from({ length: 20_000 }, () => rng.normal())
    const mean = values.reduce((a, b) => a + b) / values.length
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
    expect(values.filter((v) => Math.abs(v) < 1).length / values.length).toBeCloseTo(0.683, 1.5)
  })
})
