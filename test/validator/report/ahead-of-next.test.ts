import { describe, expect, it } from 'vitest'
import { normalCdf } from '../../../shared/scoring/paired.ts'
import { aheadOfNext, type RankedMiner } from '../../../validator/report/ahead-of-next.ts'

/** A miner with skills in rounds 1, 2, …; `undefined` where it gave no answer that counts. */
const miner = (hotkey: string, ...skills: readonly (number | undefined)[]): RankedMiner => ({
  hotkey,
  skills: new Map(skills.flatMap((skill, i) => (skill === undefined ? [] : [[i + 1, skill] as const]))),
})

const ahead = (miners: readonly RankedMiner[], groups: Parameters<typeof aheadOfNext>[1] = []) =>
  Object.fromEntries(aheadOfNext(miners, groups))

describe('how sure the order is', () => {
  it('comes from the differences in the same rounds', () => {
    // Differences 0.1, 0.2, 0.3: mean 0.2, standard deviation 0.1.
    const { a } = ahead([miner('a', 0.2, 0.9, 0.6), miner('b', 0.1, 0.7, 0.3)])
    expect(a).toBeCloseTo(normalCdf(0.2 / (0.1 / Math.sqrt(3))), 9)
  })

  it('is more certain than averages, whose rounds were easy and hard alike for both', () => {
    const easy = [0.1, 0.9, 0.2, 0.8, 0.3, 0.7]
    const { a } = ahead([miner('a', ...easy), miner('b', ...easy.map((skill, i) => skill - 0.02 - 0.002 * (i % 2)))])
    expect(a).toBeGreaterThan(0.9999)
  })

  it('is a toss between equals, and says so when the rounds speak for the lower one', () => {
    const same = [0.5, 0.6, 0.7]
    expect(ahead([miner('a', ...same), miner('b', ...same)]).a).toBe(0.5)
    expect(ahead([miner('a', 0.5, 0.5, 0.5), miner('b', 0.6, 0.7, 0.6)]).a).toBeLessThan(0.01)
  })

  it('is unknown below 3 rounds that both answered, and of the last', () => {
    const miners = [miner('a', 0.9, 0.8, undefined, 0.9), miner('b', 0.1, undefined, 0.2, 0.3)]
    expect(ahead(miners)).toEqual({ a: null, b: null })
    expect(ahead([])).toEqual({})
  })

  it('is that over the next one in another place, for a copy, too', () => {
    const miners = [
      miner('a', 0.9, 0.9, 0.8),
      miner('copy of a', 0.9, 0.9, 0.8),
      miner('copy of c', 0.9, 0.9, 0.8),
      miner('b', 0.2, 0.1, 0.2),
      miner('c', 0.1, 0.2, 0.3),
    ]
    const groups = [
      { paid: 'a', others: ['copy of a'] },
      { paid: 'c', others: ['copy of c'] },
    ]
    const found = ahead(miners, groups)
    for (const hotkey of ['a', 'copy of a', 'copy of c']) expect(found[hotkey]).toBeGreaterThan(0.99)
    expect(found.b).toBeCloseTo(normalCdf(-0.5), 6)
    expect(ahead(miners.slice(0, 2), groups)).toEqual({ a: null, 'copy of a': null })
    expect(ahead([miners[1]!, miners[0]!], groups)).toEqual({ a: null, 'copy of a': null })
  })
})
