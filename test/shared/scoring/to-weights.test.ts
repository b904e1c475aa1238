import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MinerFacts } from '../../../shared/scoring/facts.ts'
import { DEFAULT_SCORING, scoringSettings } from '../../../shared/scoring/settings.ts'
import type { Standing } from '../../../shared/scoring/standing.ts'
import { EMPTY_STATE, pairKey, type ScoringState } from '../../../shared/scoring/state.ts'
import { toWeights } from '../../../shared/scoring/to-weights.ts'

const estimate = (mean: number) => ({ mean, weight: 5, squares: 4, spread: 0.1 })
const nothing = { relay: undefined, leak: undefined, downgrade: undefined, late: undefined }

const standingOf = (hotkey: string, skill: number, change: Partial<Standing> = {}): Standing => ({
  hotkey,
  rounds: 5,
  skill: estimate(skill),
  missed: estimate(0),
  lateness: undefined,
  contribution: undefined,
  slice: undefined,
  canary: 0,
  proofs: { passed: 0, failed: 0 },
  verified: 0,
  failed: 0,
  since: nothing,
  ...change,
})

const factsOf = (hotkey: string, uid: number, change: Partial<MinerFacts> = {}): MinerFacts => ({
  hotkey,
  uid,
  modelBlock: 100 + uid,
  model: `model-${uid}`,
  registeredBlock: uid,
  ...change,
})

const stateOf = (
  standings: readonly Standing[],
  linked: readonly (readonly [string, string])[] = [],
): ScoringState => ({
  standings: new Map(standings.map((standing) => [standing.hotkey, standing])),
  pairs: new Map(
    linked.map(([a, b]) => [
      pairKey(a, b),
      {
        ...(a < b ? { a, b } : { a: b, b: a }),
        rounds: 4,
        distance: 0,
        room: 1,
        gap: 0,
        gapVariance: 0,
        alike: 9,
        telling: 9,
        since: 2,
      },
    ]),
  ),
})

const skill = fc.double({ min: 0, max: 1, noNaN: true })
const network = fc
  .record({
    skills: fc.array(skill, { minLength: 1, maxLength: 12 }),
    links: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 4 }),
    shape: fc.constantFrom('ramp' as const, 'softmax' as const),
    contributionShare: fc.constantFrom(0, 0.5, 1),
    proofs: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    lateness: fc.array(skill, { minLength: 12, maxLength: 12 }),
  })
  .map(({ skills, links, shape, contributionShare, proofs, lateness }) => {
    const hotkeys = skills.map((_, i) => `hotkey-${i}`)
    const standings = skills.map((value, i) =>
      standingOf(`hotkey-${i}`, value, {
        verified: Number(proofs[i]),
        lateness: estimate(lateness[i]!),
        contribution: estimate(value / 10 - 0.02),
      }),
    )
    const linked = links.flatMap(([a, b]): [string, string][] =>
      a !== b && a < hotkeys.length && b < hotkeys.length ? [[hotkeys[a]!, hotkeys[b]!]] : [],
    )
    return {
      state: stateOf(standings, linked),
      miners: hotkeys.map((hotkey, uid) => factsOf(hotkey, uid)),
      settings: scoringSettings.parse({ shape, contributionShare, latencyShare: 0.2 }),
    }
  })

describe('toWeights', () => {
  it('gives every miner a whole weight and the best 65 535, and never NaN', () => {
    fc.assert(
      fc.property(network, ({ state, miners, settings }) => {
        const { weights, skills, reasons } = toWeights({ state, miners }, settings)
        expect(weights).toHaveLength(miners.length)
        expect(reasons).toHaveLength(miners.length)
        expect(skills.every((value) => value >= 0 && value <= 1)).toBe(true)
        expect([0, 65_535]).toContain(weights.reduce((a, b) => Math.max(a, b), 0))
        for (const { size } of reasons.flat()) expect(Number.isFinite(size)).toBe(true)
      }),
    )
  })

  it('permutes with the miners', () => {
    fc.assert(
      fc.property(network, fc.infiniteStream(fc.nat()), ({ state, miners, settings }, keys) => {
        const order = miners
          .map((_, i) => ({ i, key: keys.next().value ?? 0 }))
          .sort((x, y) => x.key - y.key || x.i - y.i)
        const straight = toWeights({ state, miners }, settings)
        const shuffled = toWeights({ state, miners: order.map(({ i }) => miners[i]!) }, settings)
        for (const [at, { i }] of order.entries()) {
          // Sums of a softmax in another order may round another way.
          expect(Math.abs(shuffled.weights[at]! - straight.weights[i]!)).toBeLessThanOrEqual(1)
          expect(shuffled.reasons[at]).toEqual(straight.reasons[i])
        }
      }),
    )
  })

  it('never pays a group more for another exact copy', () => {
    fc.assert(
      fc.property(network, fc.nat(11), fc.boolean(), ({ state, miners, settings }, pick, isProven) => {
        // Softmax weighs by the scatter of the skills, which a miner that is paid nothing must not move either.
        const original = miners[pick % miners.length]!
        const copy = factsOf('copy', 50, { model: original.model })
        const standing = { ...state.standings.get(original.hotkey)!, hotkey: 'copy', verified: Number(isProven) }
        const grown: ScoringState = {
          standings: new Map([...state.standings, ['copy', standing]]),
          pairs: new Map([...state.pairs, ...stateOf([], [[original.hotkey, 'copy']]).pairs]),
        }
        const before = toWeights({ state, miners }, settings)
        const after = toWeights({ state: grown, miners: [...miners, copy] }, settings)
        const share = (weights: Uint16Array, uids: readonly number[]) =>
          uids.reduce((sum, i) => sum + weights[i]!, 0) /
          Math.max(
            1,
            weights.reduce((a, b) => a + b, 0),
          )
        const group = [
          ...(before.groups.find((members) => members.includes(pick % miners.length)) ?? [pick % miners.length]),
        ]
        const best = Math.max(...group.map((i) => state.standings.get(miners[i]!.hotkey)!.skill.mean))
        const paid = Math.max(...group.map((i) => before.skills[i]!))
        // A proven copy may take the place over from a worse paid member; then the place is worth what that one shows.
        if (best > paid + 1e-12) return
        expect(share(after.weights, [...group, miners.length])).toBeLessThanOrEqual(share(before.weights, group) + 1e-4)
      }),
    )
  })

  it('pays nobody while nobody has shown skill', () => {
    const miners = [factsOf('a', 0), factsOf('b', 1)]
    expect([...toWeights({ state: EMPTY_STATE, miners }, DEFAULT_SCORING).weights]).toEqual([0, 0])
    const known = stateOf([standingOf('a', 0.05)])
    expect([...toWeights({ state: known, miners }, DEFAULT_SCORING).weights]).toEqual([0, 0])
  })

  it('gives newcomers the exploration weight until they are scored', () => {
    const miners = [factsOf('a', 0), factsOf('new', 1)]
    expect([...toWeights({ state: stateOf([standingOf('a', 0.5)]), miners }, DEFAULT_SCORING).weights]).toEqual([
      65_535, 5,
    ])
    const scored = stateOf([standingOf('a', 0.5), standingOf('new', 0)])
    expect([...toWeights({ state: scored, miners }, DEFAULT_SCORING).weights]).toEqual([65_535, 0])
  })

  it('pays of a group the clean, then the proven, then the earliest commitment, registration and uid', () => {
    const cases: readonly (readonly [
      Partial<Standing>,
      Partial<MinerFacts>,
      Partial<Standing>,
      Partial<MinerFacts>,
    ])[] = [
      [{}, { modelBlock: 9 }, { since: { ...nothing, downgrade: 1 }, failed: 1 }, { modelBlock: 1 }],
      [{}, { modelBlock: 9 }, { since: { ...nothing, leak: 1 } }, { modelBlock: 1 }],
      [{ verified: 1 }, { modelBlock: 9 }, {}, { modelBlock: 1 }],
      // Proofs that failed oftener than they held prove nothing.
      [{ verified: 1, failed: 0.4 }, { modelBlock: 9 }, { verified: 0.3, failed: 0.4 }, { modelBlock: 1 }],
      [{}, { modelBlock: 1 }, {}, { modelBlock: 9 }],
      [{}, { modelBlock: 5 }, {}, { modelBlock: undefined }],
      [{}, { modelBlock: 5, registeredBlock: 1 }, {}, { modelBlock: 5, registeredBlock: 2 }],
      [{}, { modelBlock: 5, registeredBlock: 1, uid: 3 }, {}, { modelBlock: 5, registeredBlock: 1, uid: 8 }],
    ]
    for (const [winner, winnerFacts, loser, loserFacts] of cases) {
      const state = stateOf([standingOf('win', 0.5, winner), standingOf('lose', 0.5, loser)], [['lose', 'win']])
      const miners = [factsOf('lose', 1, loserFacts), factsOf('win', 2, winnerFacts)]
      const { weights, groups } = toWeights({ state, miners }, DEFAULT_SCORING)
      expect([...weights]).toEqual([0, 65_535])
      expect(groups).toEqual([[1, 0]])
    }
  })

  it('pays who is like a copy of another, and not like the other', () => {
    const state = stateOf(
      [standingOf('a', 0.5), standingOf('b', 0.5), standingOf('c', 0.5)],
      [
        ['a', 'b'],
        ['c', 'b'],
      ],
    )
    const miners = [factsOf('a', 0), factsOf('b', 1), factsOf('c', 2)]
    const { weights, reasons } = toWeights({ state, miners }, DEFAULT_SCORING)
    expect([...weights]).toEqual([65_535, 0, 65_535])
    expect(reasons[1]).toEqual([expect.objectContaining({ tag: 'duplicate', of: 'a', since: 2, size: 1 })])
    expect(reasons[2]).toEqual([])
  })

  it('ignores links to miners that are gone', () => {
    const state = stateOf([standingOf('a', 0.5), standingOf('gone', 0.5)], [['a', 'gone']])
    const { weights, reasons } = toWeights({ state, miners: [factsOf('a', 0)] }, DEFAULT_SCORING)
    expect([...weights]).toEqual([65_535])
    expect(reasons).toEqual([[]])
  })

  it('takes at most λ for slowness', () => {
    const miners = [factsOf('quick', 0), factsOf('slow', 1)]
    const state = stateOf([standingOf('quick', 0.5), standingOf('slow', 0.5, { lateness: estimate(1) })])
    const weigh = (latencyShare: number) =>
      toWeights({ state, miners }, scoringSettings.parse({ latencyShare })).weights[1]! / 65_535
    expect(weigh(0)).toBe(1)
    expect(weigh(0.2)).toBeCloseTo(0.8, 4)
  })

  it('pays by contribution as far as it is set to', () => {
    const miners = [factsOf('adds', 0), factsOf('adds-nothing', 1)]
    const state = stateOf([
      standingOf('adds', 0.5, { contribution: estimate(0.1) }),
      standingOf('adds-nothing', 0.5, { contribution: estimate(-0.1) }),
    ])
    const weigh = (contributionShare: number) =>
      toWeights({ state, miners }, scoringSettings.parse({ contributionShare })).weights[1]! / 65_535
    expect(weigh(0)).toBe(1)
    expect(weigh(0.4)).toBeCloseTo(0.6, 4)
    expect(weigh(1)).toBe(0)
  })
})
