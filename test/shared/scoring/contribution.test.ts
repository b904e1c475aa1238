import { describe, expect, it } from 'vitest'
import { logScore } from '../../../shared/mechanism/rows/log-score.ts'
import { marginalContributions, type Places, rowContributions } from '../../../shared/scoring/contribution.ts'
import { seeded } from '../../support/seeded.ts'
import { copied, randomRound } from './support/random-round.ts'

const WIDTH = 10
const round = randomRound(seeded(1), { number: 0, miners: 5, tasks: 200 })
const { rows, labels } = copied(round, 4)
const score = (task: number, row: Float32Array) => logScore(row[labels[task]!]!)
const contributionsOf = (places: Places) =>
  rowContributions({ rows, width: WIDTH, tasks: labels.length, places, score })

/** Blends from nothing each time. */
const slowScore = (places: Places): number => {
  const row = new Float32Array(WIDTH)
  let sum = 0
  for (const [task] of labels.entries()) {
    row.fill(0)
    for (const members of places)
      for (const miner of members)
        for (let i = 0; i < WIDTH; i++) row[i]! += rows[miner]![task * WIDTH + i]! / members.length / places.length
    sum += score(task, row)
  }
  return sum / labels.length
}

describe('contributions', () => {
  it('by leave-one-out sums are those of blends made anew', () => {
    for (const places of [
      [[0], [1], [2], [3], [4]],
      [[0, 2], [1], [3, 4, 5]],
      [[1], [2]],
    ]) {
      const slow = marginalContributions(places, slowScore)
      const quick = contributionsOf(places)
      expect([...quick.keys()].sort()).toEqual([...slow.keys()].sort())
      for (const [miner, value] of quick) expect(value).toBeCloseTo(slow.get(miner)!, 5)
    }
  })

  it('of an exact copy that shares a place are 0', () => {
    const { 4: original, 5: copy, ...others } = Object.fromEntries(contributionsOf([[0], [1], [2], [3], [4, 5]]))
    expect(Math.abs(original!)).toBeLessThan(1e-9)
    expect(Math.abs(copy!)).toBeLessThan(1e-9)
    expect(others).toEqual(
      Object.fromEntries(
        [...contributionsOf([[0], [1], [2], [3], [4]])]
          .filter(([i]) => i !== 4)
          .map(([i, value]) => [i, expect.closeTo(value, 9)]),
      ),
    )
  })

  it('of the best is above that of the worst, and of an only miner 0', () => {
    const values = contributionsOf([[0], [1], [2], [3], [4]])
    expect(values.get(4)!).toBeGreaterThan(values.get(0)!)
    expect(contributionsOf([[3]]).get(3)).toBe(0)
    expect(contributionsOf([]).size).toBe(0)
  })

  it('leave out who has not answered', () => {
    const some = rows.map((row, i) => (i === 1 ? undefined : row))
    const values = rowContributions({ rows: some, width: WIDTH, tasks: labels.length, places: [[0], [1], [2]], score })
    expect([...values.keys()]).toEqual([0, 2])
  })
})
