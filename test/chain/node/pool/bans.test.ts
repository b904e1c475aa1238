import { describe, expect, it } from 'vitest'
import { createBans } from '../../../../chain/node/pool/bans.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

describe('bans', () => {
  it('end after their time', async () => {
    const clock = createManualClock()
    const bans = createBans(clock, 100)
    bans.add('a')
    await clock.advance(99)
    expect(bans.has('a')).toBe(true)
    await clock.advance(1)
    expect(bans.has('a')).toBe(false)
  })

  it('are renewed by another ban', async () => {
    const clock = createManualClock()
    const bans = createBans(clock, 100)
    bans.add('a')
    await clock.advance(60)
    bans.add('a')
    await clock.advance(60)
    expect(bans.has('a')).toBe(true)
  })

  it('end early, the oldest first, beyond the limit', () => {
    const bans = createBans(createManualClock(), 100, 2)
    for (const id of ['a', 'b', 'a', 'c']) bans.add(id)
    expect(['a', 'b', 'c'].map(bans.has)).toEqual([true, false, true])
  })
})
