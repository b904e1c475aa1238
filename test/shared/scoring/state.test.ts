import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logScore } from '../../../shared/mechanism/rows/log-score.ts'
import { isNear, likenessOf } from '../../../shared/scoring/likeness.ts'
import type { ScoredRound } from '../../../shared/scoring/round.ts'
import { scoringSettings } from '../../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE, forget, pairKey } from '../../../shared/scoring/state.ts'
import { toWeights } from '../../../shared/scoring/to-weights.ts'
import { rowSpace } from '../../support/row-space.ts'
import { seeded } from '../../support/seeded.ts'
import { copied, randomRound, scale } from './support/random-round.ts'

const settings = scoringSettings.parse({ nearRatio: 0.2 })

describe('afterRound', () => {
  it('leaves a miner that was not asked exactly as it was', () => {
    const first = randomRound(seeded(1), { number: 0, miners: 4, tasks: 60 })
    const before = afterRound(EMPTY_STATE, first, settings)
    const others = randomRound(seeded(2), { number: 1, miners: 3, tasks: 60 })
    const after = afterRound(before, others, settings)
    expect(after.standings.get('miner-3')).toBe(before.standings.get('miner-3'))
    expect(after.standings.get('miner-0')).not.toEqual(before.standings.get('miner-0'))
  })

  it('does not depend on the order of the miners in the round', () => {
    const round = copied(randomRound(seeded(3), { number: 0, miners: 6, tasks: 80 }), 2)
    const order = [3, 6, 0, 5, 2, 1, 4]
    const shuffled: ScoredRound = {
      ...round,
      miners: order.map((i) => round.miners[i]!),
      space: { distance: (a, b, task) => round.space.distance(order[a]!, order[b]!, task) },
    }
    const plain: ScoredRound = { ...round, space: { distance: round.space.distance } }
    const straight = afterRound(EMPTY_STATE, plain, settings)
    const other = afterRound(EMPTY_STATE, shuffled, settings)
    expect(new Map([...other.standings].sort())).toEqual(new Map([...straight.standings].sort()))
    expect(new Map([...other.pairs].sort())).toEqual(new Map([...straight.pairs].sort()))
    expect(straight.pairs.get(pairKey('copy', 'miner-2'))).toMatchObject({ since: 0, rounds: 1, distance: 0 })
  })

  it('keeps numbers finite whatever the scores are', () => {
    const score = fc.constantFrom(0, -2.3, Math.log(1e-4), -1e-12, -0.5)
    const round = fc.array(
      fc.record({ scores: fc.array(score, { minLength: 3, maxLength: 3 }), isSilent: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    const proofs = ['verified', 'failed', 'absent'] as const
    fc.assert(
      fc.property(fc.array(round, { maxLength: 6 }), (rounds) => {
        let state = EMPTY_STATE
        for (const [number, miners] of rounds.entries())
          state = afterRound(
            state,
            {
              number,
              scale,
              miners: miners.map(({ scores, isSilent }, i) => ({
                hotkey: `miner-${i}`,
                proof: proofs[(number + i) % 3]!,
                answers: isSilent
                  ? undefined
                  : {
                      shared: Float64Array.from(scores),
                      errors: Float64Array.from(scores, (value) => 1 - Math.exp(value)),
                      slice: Float64Array.from(scores.slice(number % 3)),
                      sliceScale: scale,
                      canaries: Float64Array.from(scores),
                      canaryScale: scale,
                      latencyMs: number === 2 ? undefined : 1000 * i,
                    },
              })),
              space: {
                distance: (a, b, task) =>
                  Math.abs(Math.exp(miners[a]!.scores[task]!) - Math.exp(miners[b]!.scores[task]!)),
              },
            },
            settings,
          )
        const numbers = JSON.stringify([[...state.standings], [...state.pairs]], (_, value: unknown) => {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          return value
        })
        expect(numbers).not.toContain('null,null')
        const miners = [...state.standings.keys()].map((hotkey, uid) => ({
          hotkey,
          uid,
          modelBlock: undefined,
          model: undefined,
          registeredBlock: 0,
        }))
        const { skills, reasons } = toWeights({ state, miners }, settings)
        expect(skills.every((value) => value >= 0 && value <= 1)).toBe(true)
        for (const { size, evidence } of reasons.flat()) {
          expect(Number.isFinite(size)).toBe(true)
          expect(evidence).not.toContain('NaN')
        }
      }),
    )
  })

  it('drops a pair that turned out to be far apart', () => {
    const near = copied(randomRound(seeded(5), { number: 0, miners: 2, tasks: 60 }), 0)
    let state = afterRound(EMPTY_STATE, near, settings)
    expect(state.pairs.size).toBe(1)
    for (let number = 1; number < 40; number++) {
      const { miners, ...round } = randomRound(seeded(5 + number), { number, miners: 2, tasks: 60 })
      state = afterRound(state, { ...round, miners: [miners[0]!, { ...miners[1]!, hotkey: 'copy' }] }, settings)
    }
    expect(state.pairs.size).toBe(0)
  })

  it('forgets who left, with their pairs', () => {
    const state = afterRound(
      EMPTY_STATE,
      copied(randomRound(seeded(6), { number: 0, miners: 3, tasks: 60 }), 1),
      settings,
    )
    const left = forget(state, (hotkey) => hotkey === 'copy')
    expect([...left.standings.keys()]).toEqual(['miner-0', 'miner-1', 'miner-2'])
    expect(left.pairs.size).toBe(0)
  })
})

describe('isNear', () => {
  it('keeps exactly the pairs within the limits', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, blend, limit) => {
          const width = 4
          const tasks = 30
          const rng = seeded(seed)
          const draw = () => {
            const rows = new Float32Array(tasks * width)
            for (let task = 0; task < tasks; task++) {
              const row = Array.from({ length: width }, () => rng.uniform() ** 3 + 1e-6)
              const sum = row.reduce((a, b) => a + b)
              for (const [i, p] of row.entries()) rows[task * width + i] = p / sum
            }
            return rows
          }
          const first = draw()
          const other = draw()
          const second = first.map((p, i) => blend * p + (1 - blend) * other[i]!)
          const space = rowSpace({ rows: [first, second], width, tasks, scale, score: (_, row) => logScore(row[0]!) })
          const sideOf = (rows: Float32Array, position: number) => ({
            position,
            errors: Float64Array.from({ length: tasks }, (_, task) => 1 - rows[task * width]!),
          })
          const a = sideOf(first, 0)
          const b = sideOf(second, 1)
          const likeness = likenessOf(a, b, { distance: space.distance })
          const limits = { ratio: limit, share: 0.5 }
          const expected =
            likeness.distance <= limit * likeness.room || likeness.alike >= limits.share * likeness.telling
          // Both sides of a limit within rounding are right.
          if (Math.abs(likeness.distance - limit * likeness.room) < 1e-6) return
          expect(isNear(a, b, space.distance, limits)).toBe(expected)
        },
      ),
    )
  })
})
