import { expect, test } from 'vitest'
import { scoringInRounds } from '../../../../chain/devnet/scenario/scoring-in-rounds.ts'
import { scenarioSchema } from '../../../../chain/simulator/scenario/schema.ts'
import { trialFactorFor } from '../../../../shared/scoring/trial.ts'

const scoringOf = (scoring: object) => scenarioSchema.parse({ scoring, actors: [{ role: 'validator' }] }).scoring

test('all that is counted in rounds becomes those of processes, and nothing else', () => {
  const scoring = scoringOf({ halfLifeRounds: 2.5, trialRounds: 8, duplicateRounds: 3, relayZ: 5 })
  expect(scoringInRounds(scoring, 5)).toEqual({
    ...scoring,
    halfLifeRounds: 13,
    trialRounds: 40,
    duplicateRounds: 15,
  })
})

test('a memory shorter than a round is one round', () => {
  expect(scoringInRounds(scoringOf({ halfLifeRounds: 0.1, trialRounds: 1 }), 4).halfLifeRounds).toBe(1)
})

test('a newcomer is paid the same share after the same epochs', () => {
  const scoring = scoringOf({ halfLifeRounds: 6, trialRounds: 4 })
  const rounds = scoringInRounds(scoring, 5)
  // Weight of an average after so many values, one in each round.
  const weightAfter = (values: number, { halfLifeRounds }: { readonly halfLifeRounds: number }) => {
    const decay = 2 ** (-1 / halfLifeRounds)
    return (1 - decay ** values) / (1 - decay)
  }
  for (const epochs of [1, 2, 3, 4, 9])
    expect(trialFactorFor(rounds)(weightAfter(5 * epochs, rounds))).toBeCloseTo(
      trialFactorFor(scoring)(weightAfter(epochs, scoring)),
      12,
    )
})

test('more rounds than validators take are refused, with what is valid', () => {
  const scoring = scoringOf({ trialRounds: 201 })
  expect(() => scoringInRounds(scoring, 5)).toThrow(/1005 rounds .* up to 200/)
})
