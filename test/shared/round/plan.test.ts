import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import type { Rng } from '../../../shared/rng.ts'
import { type PlannedTask, planRound, type RoundSizes } from '../../../shared/round/plan.ts'
import type { Ss58 } from '../../../shared/units.ts'

beforeAll(cryptoReady)

interface Drawn {
  readonly question: number
  readonly reference: number
}

/** Tasks that are numbers, so that a test can tell them apart. */
const numbers = {
  makeTasks(rng: Rng, count: number, difficulty = 0): readonly Drawn[] {
    if (count < 1) throw new Error('nothing to draw')
    return Array.from({ length: count }, () => ({ question: rng.u32(), reference: difficulty }))
  },
  toCanary: ({ question }: Drawn, rng: Rng): Drawn => ({ question, reference: rng.u32() }),
}

const hotkey = (n: number): Ss58 => keypairFromUri(`//miner//${n}`).ss58
const seedOf = (n: number) => new Uint8Array(32).fill(n)
const sizes: RoundSizes = { shared: 20, own: 8, canaries: 4 }
const ofKind = (kind: string, planned: readonly PlannedTask<Drawn>[]) =>
  planned
    .filter((task) => task.kind === kind)
    .sort((a, b) => a.index - b.index)
    .map(({ task }) => task)

describe('planRound', () => {
  test('asks every miner all shared tasks, its own ones and canaries', () => {
    const plan = planRound(numbers, seedOf(1), sizes, 0.5)
    const planned = plan.forMiner(hotkey(1))
    expect(planned).toHaveLength(32)
    expect(ofKind('shared', planned)).toEqual(plan.shared)
    expect(ofKind('own', planned)).toHaveLength(8)
    expect(ofKind('canary', planned)).toHaveLength(4)
    expect(plan.shared.every(({ reference }) => reference === 0.5)).toBe(true)
    expect(ofKind('own', planned).every(({ reference }) => reference === 0.5)).toBe(true)
  })

  test('gives canaries references of their own', () => {
    const canaries = ofKind('canary', planRound(numbers, seedOf(1), sizes).forMiner(hotkey(1)))
    expect(new Set(canaries.map(({ reference }) => reference)).size).toBe(4)
    expect(canaries.every(({ reference }) => reference > 1)).toBe(true)
  })

  test('is the same whoever computes it, in whichever order miners are asked for', () => {
    const one = planRound(numbers, seedOf(3), sizes)
    const two = planRound(numbers, seedOf(3), sizes)
    const [a, b] = [one.forMiner(hotkey(1)), one.forMiner(hotkey(2))]
    expect(two.forMiner(hotkey(2))).toEqual(b)
    expect(two.forMiner(hotkey(1))).toEqual(a)
    expect(one.forMiner(hotkey(1))).toEqual(a)
  })

  test('shares nothing but the shared tasks between miners, rounds and kinds', () => {
    const questions = [1, 2].flatMap((seed) => {
      const plan = planRound(numbers, seedOf(seed), sizes)
      const rest = [1, 2].flatMap((n) => plan.forMiner(hotkey(n)).filter(({ kind }) => kind !== 'shared'))
      return [...plan.shared, ...rest.map(({ task }) => task)].map(({ question }) => question)
    })
    expect(questions).toHaveLength(2 * (20 + 2 * 12))
    expect(new Set(questions).size).toBe(questions.length)
  })

  test('does not change what is shared or own with the number of the other tasks', () => {
    const few = planRound(numbers, seedOf(4), { shared: 5, own: 3, canaries: 0 })
    const many = planRound(numbers, seedOf(4), { shared: 9, own: 3, canaries: 2 })
    expect(many.shared.slice(0, 5)).toEqual(few.shared)
    expect(ofKind('own', many.forMiner(hotkey(1)))).toEqual(ofKind('own', few.forMiner(hotkey(1))))
  })

  test('lets no position tell of which kind a task is', () => {
    const total = 16
    const counts = {
      shared: Array<number>(total).fill(0),
      own: Array<number>(total).fill(0),
      canary: Array<number>(total).fill(0),
    }
    const miners = Array.from({ length: 64 }, (_, n) => hotkey(n))
    const rounds = 40
    for (let round = 0; round < rounds; round++) {
      const plan = planRound(numbers, seedOf(round), { shared: 8, own: 4, canaries: 4 })
      for (const miner of miners)
        for (const [at, { kind }] of plan.forMiner(miner).entries()) counts[kind][at] = (counts[kind][at] ?? 0) + 1
    }
    const trials = rounds * miners.length
    for (const [kind, share] of [
      ['shared', 0.5],
      ['own', 0.25],
      ['canary', 0.25],
    ] as const) {
      const sigma = Math.sqrt(trials * share * (1 - share))
      for (const count of counts[kind]) expect(Math.abs(count - trials * share)).toBeLessThan(5 * sigma)
    }
  })

  test('orders the shared tasks differently for every miner', () => {
    const plan = planRound(numbers, seedOf(5), sizes)
    const orders = Array.from({ length: 20 }, (_, n) =>
      plan
        .forMiner(hotkey(n))
        .flatMap(({ kind, index }) => (kind === 'shared' ? [index] : []))
        .join(),
    )
    expect(new Set(orders).size).toBe(20)
  })

  test('holds every task exactly once for any sizes', () => {
    const size = fc.nat({ max: 12 })
    fc.assert(
      fc.property(size, size, size, fc.nat({ max: 255 }), (shared, own, canaries, seed) => {
        const planned = planRound(numbers, seedOf(seed), { shared, own, canaries }).forMiner(hotkey(1))
        const names = planned.map(({ kind, index }) => `${kind} ${index}`)
        const expected = [
          ...Array.from({ length: shared }, (_, i) => `shared ${i}`),
          ...Array.from({ length: own }, (_, i) => `own ${i}`),
          ...Array.from({ length: canaries }, (_, i) => `canary ${i}`),
        ]
        expect(names.toSorted()).toEqual(expected.toSorted())
      }),
      { numRuns: 50 },
    )
  })

  test('shows a miner the same request for a canary as for any other task', () => {
    const planned = planRound(glyphs, seedOf(6), { shared: 2, own: 2, canaries: 2 }).forMiner(hotkey(1))
    const shapes = planned.map(({ task }) => {
      const request: unknown = JSON.parse(JSON.stringify(glyphs.toRequest([task])))
      return typeof request === 'object' && request !== null ? Object.keys(request).join() : ''
    })
    expect(new Set(shapes).size).toBe(1)
    expect(glyphs.parseRequest(glyphs.toRequest(planned.map(({ task }) => task)))).toBeDefined()
  })
})
