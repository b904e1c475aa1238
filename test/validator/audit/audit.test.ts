import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { minerOf } from '../support/round.ts'
import { audit, playedValidator } from './support/played.ts'

beforeAll(cryptoReady)

describe('an audit', () => {
  it('finds nothing at an honest validator', async () => {
    const played = await playedValidator()
    const { validators, verdict } = await audit(played)
    expect(validators[0]?.deviations).toEqual([])
    expect(validators[0]).toMatchObject({ verdict: 'clean', trustedFrom: null, favours: [] })
    expect(validators[0]?.rounds.replayed).toBeGreaterThan(5)
    expect(validators[0]?.rows.replayed).toBeGreaterThan(1)
    expect(verdict).toBe('clean')
  })

  it('names whom a validator favours, and by how much', async () => {
    const played = await playedValidator({ favour: minerOf(3) })
    const { validators } = await audit(played)
    expect(validators[0]?.verdict).toBe('unfair')
    expect(new Set(validators[0]?.deviations.map(({ what }) => what))).toEqual(new Set(['weight']))
    expect(validators[0]?.favours[0]).toMatchObject({ hotkey: minerOf(3), uid: 3 })
    expect(validators[0]?.favours[0]?.gain).toBeGreaterThan(0.2)
  })
})
