import { describe, expect, it } from 'vitest'
import { measurePair } from '../../../../chain/simulator/metrics/measure-pair.ts'
import { MEASURE_NAMES, measureInfo } from '../../../../chain/simulator/metrics/measures.ts'
import { runPaired } from '../../../../chain/simulator/play/paired.ts'
import type { MemberResult, RunResult } from '../../../../chain/simulator/play/run-scenario.ts'
import { parseScenario } from '../../../../chain/simulator/scenario/parse.ts'

const scenario = parseScenario({
  epochs: 4,
  network: { tempo: 1800 },
  actors: [
    { role: 'validator', count: 2 },
    { role: 'miner', count: 3 },
    { name: 'evil', role: 'miner', attacker: true, team: 'evil' },
  ],
})

const member = (name: string, own: Partial<MemberResult>): MemberResult => ({
  name,
  group: name.split(' ')[0] ?? '',
  role: 'miner',
  strategy: 'honest',
  isAttacker: false,
  uid: 0,
  stakeBefore: 0,
  stakeAfter: 0,
  skill: 0,
  emission: 0,
  share: 0,
  incentive: 0,
  dividends: 0,
  trust: 0,
  epochs: 4,
  rows: 0,
  refused: {},
  spent: { registrations: 0, burned: 0, fees: 0 },
  findings: [],
  ...own,
})

const run = (emissions: readonly number[], evil: readonly number[], change: Partial<MemberResult> = {}): RunResult => ({
  seed: 's',
  epochs: 4,
  emission: 10,
  paid: 10,
  members: [
    member('a 1', { role: 'validator', stakeBefore: 60, stakeAfter: 60, ...change }),
    member('a 2', { role: 'validator', stakeBefore: 30, stakeAfter: 30 }),
    ...emissions.slice(0, 3).map((emission, i) => member(`b ${i}`, { emission, skill: 0.5 + i / 10 })),
    member('evil', { isAttacker: true, emission: emissions[3] ?? 0, skill: 0.9, stakeBefore: 10, stakeAfter: 10 }),
  ],
  series: [
    { group: 'a', shares: [0, 0, 0, 0] },
    { group: 'b', shares: evil.map((share) => 1 - share) },
    { group: 'evil', shares: evil },
  ],
  faults: [],
})

describe('measures of a pair of runs', () => {
  const on = run([1, 2, 2.5, 4.5], [0.9, 0.9, 0, 0])
  const off = run([2, 2, 3, 3], [0.3, 0.3, 0.3, 0.3])

  it('compare the attack with the same actors when they play honestly', () => {
    expect(measurePair({ on, off }, scenario)).toMatchObject({
      attackerShare: 0.45,
      fairShare: 0.3,
      gain: expect.closeTo(1.5, 9),
      honestLoss: expect.closeTo(1 - 5.5 / 7, 9),
      honestShare: 0.55,
      timeToDetect: 2,
      rankCorrelation: 1,
    })
  })

  it('count owners of stake and what a majority would cost', () => {
    const found = measurePair({ on, off }, scenario)
    // Stakes 60, 30, 10: one owner has more than half. κ is half: 100 held, 10 of them by the attacker, 80 more make 90 of 180.
    expect(found.nakamoto).toBe(1)
    expect(found.takeoverCost).toBeCloseTo(80, 1)
  })

  it('cost a registration and the yield of the stake: four epochs of 1800 blocks are one day', () => {
    const { cost = Number.NaN, roi } = measurePair({ on, off }, scenario)
    expect(cost).toBeCloseTo(0.1 + (10 * 0.1) / 365.25, 9)
    expect(roi).toBeCloseTo((4.5 - cost) / cost, 9)
  })

  it('leave out what is not defined', () => {
    const alone = measurePair({ on, off: null }, scenario)
    expect(Object.keys(alone).sort()).toEqual(['gini', 'honestShare', 'nakamoto', 'rankCorrelation', 'takeoverCost'])
    const unpaid = run([0, 0, 0, 0], [0, 0, 0, 0])
    const nothing = measurePair({ on: unpaid, off: unpaid }, scenario)
    expect(nothing).not.toHaveProperty('gain')
    expect(Object.values(nothing).every(Number.isFinite)).toBe(true)
  })

  it('count false accusations where answers are scored', () => {
    const accused = {
      ...on,
      members: on.members.map((found) => (found.name === 'b 1' ? { ...found, findings: ['relay'] } : found)),
    }
    expect(measurePair({ on: accused, off }, { ...scenario, level: 'full' }).falsePositiveRate).toBeCloseTo(1 / 3)
    expect(measurePair({ on: accused, off }, scenario).falsePositiveRate).toBeUndefined()
  })

  it('of a played scenario have known names and finite values, and honest attackers gain nothing', () => {
    const short = { ...scenario, network: { ...scenario.network, tempo: 20 } }
    const played = measurePair(runPaired(short, { seed: 's' }), short)
    for (const [name, value] of Object.entries(played)) {
      expect(MEASURE_NAMES).toContain(name)
      expect(measureInfo(name).label).not.toBe(name)
      expect(value).toSatisfy(Number.isFinite)
    }
    expect(played.gain).toBe(1)
    expect(played.honestLoss).toBe(0)
  })
})
