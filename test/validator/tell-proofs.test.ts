import { expect, it } from 'vitest'
import { tellProofs } from '../../validator/tell-proofs.ts'

const told = (models: number, items: number, halfLifeRounds: number) => {
  const lines: unknown[][] = []
  const keep =
    (level: string) =>
    (...line: unknown[]) =>
      void lines.push([level, ...line])
  tellProofs({ info: keep('info'), warn: keep('warn') }, { models, items, halfLifeRounds })
  return lines
}

it('a validator says how many rounds of its size a verdict on proofs takes', () => {
  expect(told(3, 32, 20)).toEqual([
    ['info', expect.any(String), { items: 32, roundsToFindAnotherModel: 3, roundsToVerify: 3 }],
  ])
  expect(told(3, 128, 20)).toMatchObject([['info', expect.any(String), { roundsToFindAnotherModel: 1 }]])
})

it('or warns that there will never be one', () => {
  expect(told(3, 32, 1)).toEqual([['warn', expect.stringMatching(/never/), { items: 32, halfLifeRounds: 1 }]])
  expect(told(3, 8, 20)).toMatchObject([['warn', expect.stringMatching(/--items/), expect.anything()]])
})

it('and nothing where it checks none', () => {
  expect(told(0, 32, 20)).toEqual([])
})
