import { describe, expect, it } from 'vitest'
import { createNonces } from '../../../shared/wire/nonces.ts'

describe('nonces', () => {
  it('follow the clock in nanoseconds and never repeat, also when it stands still or steps back', () => {
    const times = [5, 5, 5, 4, 6]
    const next = createNonces({ now: () => times.shift() ?? 0 })
    expect([next(), next(), next(), next(), next()]).toEqual([
      5_000_000n,
      5_000_001n,
      5_000_002n,
      5_000_003n,
      6_000_000n,
    ])
  })
})
