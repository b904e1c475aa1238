import { expect, test } from 'vitest'
import { compareRuns } from '../../../../chain/devnet/scenario/agreement.ts'

const members = [
  { name: 'v', role: 'validator', emission: 50 },
  { name: 'a', role: 'miner', emission: 30 },
  { name: 'b', role: 'miner', emission: 10 },
  { name: 'c', role: 'miner', emission: 0 },
] as const
const stage = (paid: Readonly<Record<string, readonly string[]>>) => ({
  members: Object.entries(paid).map(([name, emissionRao]) => ({ name, hotkey: '', skill: null, emissionRao })),
})

test('shares of what miners got are compared, without the first epochs', () => {
  const real = stage({ v: ['9', '9'], a: ['0', '74'], b: ['99', '26'], c: ['0', '0'] })
  const { rows, isSameOrder, worst } = compareRuns(members, real, 1)
  expect(rows.map(({ real }) => real)).toEqual([0.74, 0.26, 0])
  expect(rows[2]?.difference).toBeUndefined()
  expect(isSameOrder).toBe(true)
  expect(worst).toBeCloseTo(0.04, 9)
})

test('another order and pay for nothing are told', () => {
  expect(compareRuns(members, stage({ a: ['1'], b: ['2'], c: ['0'] }), 0).isSameOrder).toBe(false)
  expect(compareRuns(members, stage({ a: ['70'], b: ['20'], c: ['10'] }), 0).worst).toBe(Infinity)
})
