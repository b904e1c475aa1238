import { expect, it } from 'vitest'
import { mechanismSpace } from '../../../shared/scoring/answer-space.ts'

const mechanism = {
  distance: (a: number, b: number) => Math.abs(a - b),
  blend: (answers: readonly number[]) => answers.reduce((sum, answer) => sum + answer, 0) / answers.length,
  score: (_: string, answer: number) => answer,
}
const options = {
  mechanism,
  tasks: ['one', 'two'],
  answers: [[1, 1], [0, 0], undefined],
  scale: { worst: -1, chance: 0, perfect: 2 },
}

it('measures contributions in skill: shares of what is between chance and perfect', () => {
  const { contributions } = mechanismSpace({ ...options, isContributionPaid: true })
  // The blend scores 0.5 with both, 0 without the first and 1 without the second.
  expect(contributions?.([[0], [1]])).toEqual(
    new Map([
      [0, 0.25],
      [1, -0.25],
    ]),
  )
})

it('measures none where nobody is paid by them', () => {
  expect(mechanismSpace(options).contributions).toBeUndefined()
})

it('takes whoever has no answer to be as far away as can be', () => {
  const { distance } = mechanismSpace(options)
  expect([distance(0, 1, 0), distance(0, 0, 1), distance(0, 2, 0), distance(2, 2, 0)]).toEqual([1, 0, 1, 1])
  expect(mechanismSpace({ ...options, answers: [[0.5], [0.25]] }).distance(0, 1, 0)).toBe(0.25)
})
