import { describe, expect, test } from 'vitest'
import { type RevealSchedule, revealRoundFor } from '../../../shared/subtensor/reveal-round.ts'
import { timeOfRound } from '../../../shared/timelock/beacon.ts'

const beacon = { genesisTime: 0, periodSeconds: 3 }
/** Round 1000 is just out at block 100; blocks take a second; the next epoch runs in block 120. */
const schedule: RevealSchedule = {
  beacon,
  lastStored: 1000n,
  head: 100,
  headTimeMs: timeOfRound(beacon, 1000n),
  blockMs: 1000,
  tempo: 20,
  revealPeriod: 1,
  nextEpoch: 120,
}
const round = (change: Partial<RevealSchedule> = {}) => revealRoundFor({ ...schedule, ...change })

describe('the round that weights are locked to', () => {
  test('is out well before the epoch that reveals them', () => {
    // Block 119 comes at 19 s: round 1006 is out, and 1005 surely is.
    expect(round()).toBe(1005n)
    expect(round({ revealPeriod: 3 })).toBe(1018n)
    expect(round({ blockMs: 12_000 })).toBe(1075n)
  })

  test('belongs to the next epoch where one runs in the block of the commit', () => {
    expect(round({ nextEpoch: 101 })).toBe(round({ nextEpoch: 121 }))
    expect(round({ nextEpoch: 90 })).toBe(round({ nextEpoch: 121 }))
    expect(round({ nextEpoch: 102 })).toBeLessThan(round({ nextEpoch: 121 }))
  })

  test('is never one that is out, or will be in the block of the commit', () => {
    expect(round({ nextEpoch: 102 })).toBe(1001n)
    expect(round({ nextEpoch: 102, blockMs: 12_000 })).toBe(1005n)
    expect(round({ nextEpoch: 102, lastStored: 1009n })).toBe(1010n)
  })
})
