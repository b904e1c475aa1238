import { expect, test } from 'vitest'
import { compareRuns } from '../../../../chain/devnet/scenario/agreement.ts'

const member = (name: string, role: 'miner' | 'validator', emission: number, strategy = 'honest') => ({
  name,
  role,
  emission,
  strategy,
  group: `${strategy}s`,
})
const members = [
  member('v', 'validator', 50),
  member('a', 'miner', 30),
  member('b', 'miner', 10),
  member('c', 'miner', 0),
]
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

test('a sybil is one miner: who of it is paid does not matter', () => {
  const sybils = [member('a', 'miner', 30), member('s1', 'miner', 10, 'sybil'), member('s2', 'miner', 0, 'sybil')]
  const { rows, isSameOrder, worst } = compareRuns(sybils, stage({ a: ['75'], s1: ['0'], s2: ['25'] }), 0)
  expect(rows.map(({ name, real }) => [name, real])).toEqual([
    ['a', 0.75],
    ['sybils', 0.25],
  ])
  expect([isSameOrder, worst]).toEqual([true, 0])
})
