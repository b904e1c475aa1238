import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupDuplicates } from '../../../shared/scoring/duplicates.ts'

const pairsOf = (...names: readonly string[]) => names.map((name) => ({ a: name.charAt(0), b: name.charAt(1) }))

describe('groups of duplicates', () => {
  test('join all that are like a leader, which comes first', () => {
    expect(groupDuplicates(['c', 'a', 'b', 'd'], pairsOf('ac', 'bc'))).toEqual([['c', 'a', 'b'], ['d']])
  })

  test('do not join two models by the chain of blends that somebody lays between them', () => {
    const chain = pairsOf('ax', 'xy', 'yz', 'bz')
    expect(groupDuplicates(['a', 'b', 'x', 'y', 'z'], chain)).toEqual([['a', 'x'], ['b', 'z'], ['y']])
  })

  test('pay nobody twice for one model, and accuse nobody of being like one that comes later', () => {
    const hotkeys = ['a', 'b', 'c', 'd', 'e', 'f']
    const pair = fc
      .uniqueArray(fc.constantFrom(...hotkeys), { minLength: 2, maxLength: 2 })
      .map(([a = '', b = '']) => ({ a, b }))
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 15 }), fc.shuffledSubarray(hotkeys, { minLength: 6 }), (pairs, order) => {
        const groups = groupDuplicates(order, pairs)
        const areAlike = (x?: string, y?: string) =>
          pairs.some(({ a, b }) => (a === x && b === y) || (a === y && b === x))
        expect(groups.flat().toSorted()).toEqual(hotkeys)
        const leaders = groups.map(([leader]) => leader)
        for (const [i, x] of leaders.entries()) for (const y of leaders.slice(i + 1)) expect(areAlike(x, y)).toBe(false)
        for (const [leader = '', ...followers] of groups)
          for (const follower of followers) {
            expect(areAlike(leader, follower)).toBe(true)
            expect(order.indexOf(leader)).toBeLessThan(order.indexOf(follower))
          }
      }),
    )
  })
})
