import { expect, it } from 'vitest'
import { noteRetention, readKeptSince } from '../../../validator/db/kept-since.ts'
import { openForTest, storeRound } from '../support/database.ts'

it('notes what is there when another retention begins, and nothing while it stays', () => {
  const { orm } = openForTest()
  expect(readKeptSince(orm)).toBeUndefined()
  const few = { rounds: 4, answers: 2 }
  noteRetention(orm, few)
  expect(readKeptSince(orm)).toEqual({ since: 1, firstRound: 1, firstAnswers: 1 })
  for (let round = 1; round <= 9; round++) storeRound(orm, { change: { retention: few }, isOpened: true })
  noteRetention(orm, few)
  expect(readKeptSince(orm)).toEqual({ since: 1, firstRound: 1, firstAnswers: 1 })

  const more = { rounds: 100, answers: 50 }
  noteRetention(orm, more)
  const raised = { since: 10, firstRound: 6, firstAnswers: 8 }
  expect(readKeptSince(orm)).toEqual(raised)
  storeRound(orm, { change: { retention: more }, isOpened: true })
  noteRetention(orm, more)
  expect(readKeptSince(orm)).toEqual(raised)
})
