import { describe, expect, it } from 'vitest'
import {
  countProofOutcomes,
  FALSE_ALARM_RATE,
  HONEST_FAILURES,
  judgeCounts,
  judgeProof,
  judgeProofs,
} from '../../../shared/proof/judge.ts'
import { seeded } from '../../support/seeded.ts'

const good = { compared: 128, exponentMismatch: 0, mantissaError: 0, answerGap: 0 }
const bad = { ...good, mantissaError: 0.3 }

describe('judgeProof', () => {
  it.each([
    ['passes what is equal', good, 'passed'],
    ['passes rounding', { ...good, exponentMismatch: 1 / 128, mantissaError: 0.02, answerGap: 1e-5 }, 'passed'],
    ['fails other mantissas', bad, 'failed'],
    ['fails other sizes', { ...good, exponentMismatch: 0.1 }, 'failed'],
    ['fails answers that the model does not give', { ...good, answerGap: 0.01 }, 'failed'],
    ['fails answers even where little was active', { ...good, compared: 3, answerGap: 0.01 }, 'failed'],
    ['fails what is no number', { ...good, answerGap: Number.NaN }, 'failed'],
    ['learns nothing where little was active', { ...bad, compared: 63 }, 'no-evidence'],
    ['learns from 64 activations', { ...bad, compared: 64 }, 'failed'],
  ] as const)('%s', (_, check, outcome) => {
    expect(judgeProof(check)).toBe(outcome)
  })

  it('counts proofs without evidence neither way', () => {
    expect(countProofOutcomes([good, bad, { ...good, compared: 0 }, good])).toEqual({ passed: 2, failed: 1 })
  })
})

describe('judgeProofs', () => {
  it('waits for three proofs either way', () => {
    expect([0, 1, 2, 3].map((count) => judgeProofs(Array(count).fill(good)))).toEqual([
      'unproven',
      'unproven',
      'unproven',
      'verified',
    ])
    expect([1, 2, 3].map((count) => judgeProofs(Array(count).fill(bad)))).toEqual([
      'unproven',
      'unproven',
      'other-model',
    ])
  })

  it('leaves contradictions open until there is more', () => {
    expect(judgeCounts({ passed: 3, failed: 1 })).toBe('unproven')
    expect(judgeCounts({ passed: 20, failed: 4 })).toBe('unproven')
    expect(judgeCounts({ passed: 300, failed: 1 })).toBe('verified')
  })

  it('finds who runs another model only now and then', () => {
    expect(judgeCounts({ passed: 80, failed: 20 })).toBe('other-model')
    expect(judgeCounts({ passed: 9_500, failed: 500 })).toBe('other-model')
  })

  it('takes any counts without overflowing', () => {
    expect(judgeCounts({ passed: 1e9, failed: 0 })).toBe('verified')
    expect(judgeCounts({ passed: 0, failed: 1e9 })).toBe('other-model')
  })

  it('accuses honest miners no more often than stated, though it looks after every proof', () => {
    // The chance that an honest walk is ever accused, computed exactly over all walks of 300 proofs.
    let reached = new Map<number, number>([[0, 1]])
    let accused = 0
    for (let n = 1; n <= 300; n++) {
      const next = new Map<number, number>()
      for (const [failed, chance] of reached)
        for (const [to, share] of [
          [failed, 1 - HONEST_FAILURES],
          [failed + 1, HONEST_FAILURES],
        ] as const) {
          if (judgeCounts({ passed: n - to, failed: to }) === 'other-model') accused += chance * share
          else next.set(to, (next.get(to) ?? 0) + chance * share)
        }
      reached = next
    }
    expect(accused).toBeGreaterThan(0)
    expect(accused).toBeLessThanOrEqual(FALSE_ALARM_RATE)
  })

  it('soon verifies honest miners whose proofs fail as often as they may', () => {
    const rng = seeded(1)
    let verified = 0
    for (let miner = 0; miner < 500; miner++) {
      let failed = 0
      for (let n = 0; n < 12; n++) if (rng.uniform() < HONEST_FAILURES) failed++
      if (judgeCounts({ passed: 12 - failed, failed }) === 'verified') verified++
    }
    expect(verified).toBeGreaterThan(450)
  })
})
