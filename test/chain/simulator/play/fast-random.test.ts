import { describe, expect, test } from 'vitest'
import { createFastRandom } from '../../../../chain/simulator/play/fast-random.ts'
import { createRng } from '../../../../shared/rng.ts'

const open = (byte: number) => createFastRandom(createRng(new Uint8Array(32).fill(byte)))
const DRAWS = 400_000

describe('fast random numbers', () => {
  test('are the same for the same seed, and others for another', () => {
    const draw = (byte: number) => Array.from({ length: 20 }, open(byte).normal)
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })

  test('are normal: moments and tails', () => {
    const { normal } = open(3)
    let [sum, squares, fourth, above1, above2, above35] = [0, 0, 0, 0, 0, 0]
    for (let i = 0; i < DRAWS; i++) {
      const x = normal()
      sum += x
      squares += x * x
      fourth += x ** 4
      if (x > 1) above1++
      if (Math.abs(x) > 2) above2++
      if (Math.abs(x) > 3.5) above35++
    }
    // Four standard errors.
    expect(Math.abs(sum / DRAWS)).toBeLessThan(4 / Math.sqrt(DRAWS))
    expect(Math.abs(squares / DRAWS - 1)).toBeLessThan(4 * Math.sqrt(2 / DRAWS))
    expect(Math.abs(fourth / DRAWS - 3)).toBeLessThan(4 * Math.sqrt(96 / DRAWS))
    expect(Math.abs(above1 / DRAWS - 0.158655)).toBeLessThan(4 * Math.sqrt(0.1335 / DRAWS))
    expect(Math.abs(above2 / DRAWS - 0.0455)).toBeLessThan(4 * Math.sqrt(0.0434 / DRAWS))
    expect(Math.abs(above35 / DRAWS - 0.000465)).toBeLessThan(4 * Math.sqrt(0.000465 / DRAWS))
  })

  test('are uniform over [0, 1)', () => {
    const { uniform } = open(4)
    const bins = new Array<number>(10).fill(0)
    for (let i = 0; i < DRAWS; i++) bins[Math.floor(uniform() * 10)]!++
    for (const count of bins) expect(Math.abs(count - DRAWS / 10)).toBeLessThan(4 * Math.sqrt(DRAWS * 0.09))
  })
})
