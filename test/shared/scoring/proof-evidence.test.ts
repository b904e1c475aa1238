import { describe, expect, it } from 'vitest'
import { FALSE_ALARM_RATE, HONEST_FAILURES, judgeCounts, type ProofCounts } from '../../../shared/proof/judge.ts'
import { proofStateOf, roundsToVerdict, toProofState, updateProofs } from '../../../shared/scoring/proof-evidence.ts'
import type { MinerRound } from '../../../shared/scoring/round.ts'

const HALF_LIFE = 20

/** States of rounds with these proofs, one after the other. */
function statesOf(rounds: readonly (readonly [passed: number, failed: number])[], halfLife = HALF_LIFE) {
  let all: ProofCounts | undefined
  return rounds.map(([passed, failed]) => {
    const proofs = { passed, failed }
    const miner: MinerRound = { hotkey: 'm', answers: undefined, proof: toProofState(proofs), proofs }
    all = updateProofs(all, proofs, halfLife)
    return proofStateOf(miner, all)
  })
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('proofs add up over rounds', () => {
  it('to a verdict that one round is too small for', () => {
    expect(statesOf(times(4, [0, 1]))).toEqual(['absent', 'absent', 'failed', 'failed'])
    expect(statesOf(times(4, [1, 0]))).toEqual(['absent', 'absent', 'verified', 'verified'])
    expect(statesOf(times(3, [0, 2]))).toEqual(['absent', 'failed', 'failed'])
  })

  it('and find who cheats now and then, in large rounds too', () => {
    // One proof of eight fails in every second round: each round by itself says nothing.
    const states = statesOf(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? [7, 1] : [8, 0])))
    expect(states.slice(0, 6)).not.toContain('failed')
    expect(states.filter((_, i) => i % 2 === 0)).toContain('failed')
    expect(states.filter((_, i) => i % 2 === 1)).not.toContain('failed')
  })

  it('but no round accuses whose proofs all held, and none verifies without any', () => {
    expect(statesOf([...times(5, [0, 1] as const), ...times(5, [1, 0] as const)]).slice(5)).not.toContain('failed')
    expect(statesOf([...times(5, [1, 0] as const), [0, 0]]).at(-1)).toBe('absent')
    expect(statesOf([...times(30, [10, 0] as const), [1, 0]]).at(-1)).toBe('verified')
    expect(statesOf([...times(30, [10, 0] as const), [0, 1]]).at(-1)).toBe('absent')
  })

  it('a verdict of a round itself stands, however long the miner was honest', () => {
    expect(statesOf([...times(100, [8, 0] as const), [0, 8]]).at(-1)).toBe('failed')
  })

  it('and halve with every half-life', () => {
    let all = updateProofs(undefined, { passed: 8, failed: 4 }, 5)
    for (let round = 0; round < 5; round++) all = updateProofs(all, undefined, 5)
    expect(all.passed).toBeCloseTo(4, 12)
    expect(all.failed).toBeCloseTo(2, 12)
  })

  it.each([
    [2, 1],
    [20, 1],
    [20, 8],
    [200, 2],
  ])('accuse honest miners at no look more often than stated: half-life %s, %s proofs', (halfLife, proofs) => {
    // Importance sampling: walks in which half of the proofs fail, weighed back to an honest share.
    const share = 0.5
    let state = 12345
    const uniform = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const [walks, length] = [4_000, 12]
    const accused = new Float64Array(length)
    for (let walk = 0; walk < walks; walk++) {
      let all: ProofCounts | undefined
      let weight = 0
      for (let round = 0; round < length; round++) {
        let failed = 0
        for (let i = 0; i < proofs; i++) if (uniform() < share) failed++
        const passed = proofs - failed
        weight += failed * Math.log(HONEST_FAILURES / share) + passed * Math.log((1 - HONEST_FAILURES) / (1 - share))
        all = updateProofs(all, { passed, failed }, halfLife)
        if (judgeCounts(all) === 'other-model') accused[round] = (accused[round] ?? 0) + Math.exp(weight) / walks
      }
    }
    expect(Math.max(...accused)).toBeGreaterThan(0)
    expect(Math.max(...accused)).toBeLessThanOrEqual(FALSE_ALARM_RATE)
  })
})

describe('how long a verdict takes', () => {
  it.each([
    [16, { otherModel: 3, verified: 3 }],
    [32, { otherModel: 3, verified: 3 }],
    [48, { otherModel: 2, verified: 2 }],
    [64, { otherModel: 2, verified: 2 }],
    [96, { otherModel: 1, verified: 1 }],
    [4096, { otherModel: 1, verified: 1 }],
  ])('%s tasks a round', (tasks, rounds) => {
    expect(roundsToVerdict(tasks, HALF_LIFE)).toEqual(rounds)
  })

  it('is told by the rounds that it does take', () => {
    for (const [tasks, failed] of [
      [32, 1],
      [64, 2],
      [128, 4],
    ] as const)
      expect(statesOf(times(5, [0, failed])).indexOf('failed') + 1).toBe(roundsToVerdict(tasks, HALF_LIFE)?.otherModel)
  })

  it('is for ever where rounds are too small or evidence fades as fast as it comes', () => {
    expect(roundsToVerdict(8, HALF_LIFE)).toBeUndefined()
    expect(roundsToVerdict(32, 1)).toBeUndefined()
    expect(statesOf(times(50, [0, 1]), 1)).not.toContain('failed')
  })
})
