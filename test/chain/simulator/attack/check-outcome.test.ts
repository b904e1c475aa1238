import { expect, it } from 'vitest'
import type { AttackOutcome } from '../../../../chain/simulator/attack/attack.ts'
import { checkOutcome } from '../../../../chain/simulator/attack/check-outcome.ts'

const outcome: AttackOutcome = {
  shares: [0.1, 0],
  honest: [0.9],
  quality: [0.5, 0.6],
  pay: [1, 2],
  hits: [{ isHit: false }],
  spending: { registration: 0, lockedStake: 0, lockedDays: 0, cpuSeconds: 0 },
  effort: 1,
}

it('what can be measured is taken as it is', () => {
  expect(checkOutcome(outcome)).toBe(outcome)
  expect(checkOutcome({ ...outcome, quality: [], pay: [], hits: [] }).pay).toEqual([])
})

it.each<[string, Partial<AttackOutcome>, string]>([
  ['no shares', { shares: [] }, 'shares'],
  ['a share that is no number', { shares: [0.1, Number.NaN] }, 'shares.1'],
  ['a share below nothing', { shares: [-0.1] }, 'shares.0'],
  ['no shares of the honest', { honest: [] }, 'honest'],
  ['pay below nothing', { pay: [1, -1] }, 'pay.1'],
  ['pay of other miners than the quality', { pay: [1] }, 'not of the same miners'],
  [
    'an infinite cost',
    { spending: { ...outcome.spending, cpuSeconds: Number.POSITIVE_INFINITY } },
    'spending.cpuSeconds',
  ],
  ['no effort, by which gains would be divided', { effort: 0 }, 'effort'],
  ['effort below nothing', { effort: -1 }, 'effort'],
])('%s is refused: it would be graded as harmless', (_, change, where) => {
  expect(() => checkOutcome({ ...outcome, ...change })).toThrow(
    expect.objectContaining({ code: 'bad-attack', message: expect.stringContaining(where) }),
  )
})
