import { expect, it } from 'vitest'
import { storeRound } from '../../validator/db/rounds.ts'
import { viewScores } from '../../validator/scores-view.ts'
import { changeOf, hotkeyOf, openForTest, roundOf, scoreOf, temporaryPath } from './support/database.ts'

it('shows nothing of averages that meant something else, until there is a round of today', () => {
  const path = temporaryPath()
  const { orm } = openForTest(path)
  // What a database of before holds: the average of scores in nats.
  const before = {
    round: roundOf({ mechanism: 'glyphs@1' }),
    scores: [scoreOf(1, { average: { mean: -2, weight: 9 } })],
  }
  storeRound(orm, changeOf(before))
  expect(viewScores(path)).toEqual({ scoring: null, lastRound: null, lastWeights: null, miners: [] })
  storeRound(orm, changeOf())
  expect(viewScores(path)).toMatchObject({
    scoring: 'skill@2/glyphs@1',
    lastRound: { id: 2 },
    miners: [{ hotkey: hotkeyOf(1), score: 0.5, lastScore: -0.5 }],
  })
})
