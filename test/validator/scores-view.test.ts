import { expect, it } from 'vitest'
import { renderScores, viewScores } from '../../validator/scores-view.ts'
import { hotkeyOf, openForTest, scoreOf, skilled, storeRound, temporaryPath } from './support/database.ts'

it('shows nothing of averages that meant something else, until there is a round of today', () => {
  const path = temporaryPath()
  const { orm } = openForTest(path)
  // What a database of before holds: the average of scores in nats.
  const scores = [scoreOf(1, { standing: skilled(1, -2) })]
  storeRound(orm, { round: { mechanism: 'glyphs@1' }, change: { scores } })
  expect(viewScores(path)).toEqual({ scoring: null, lastRound: null, lastWeights: null, miners: [] })
  storeRound(orm)
  expect(viewScores(path)).toMatchObject({
    scoring: 'skill@3/glyphs@2',
    lastRound: { id: 2 },
    miners: [{ hotkey: hotkeyOf(1), score: 0.5, lastScore: -0.5, findings: [] }],
  })
})

it('shows what speaks against a miner now, and nothing that did before', () => {
  const path = temporaryPath()
  const { orm } = openForTest(path)
  const finding = { hotkey: hotkeyOf(1), sinceRound: 1, detail: 'answers lie too near', other: hotkeyOf(2) }
  const old = { ...finding, kind: 'late', other: '' }
  storeRound(orm, { change: { findings: [{ ...finding, kind: 'duplicate' }, old] } })
  storeRound(orm, { change: { findings: [{ ...finding, kind: 'duplicate' }] } })
  const view = viewScores(path)
  expect(view.miners[0]?.findings).toEqual([
    { kind: 'duplicate', since: 1, evidence: 'answers lie too near', of: hotkeyOf(2) },
  ])
  expect(renderScores(view)).toMatch(/uid 1 .*: duplicate since round 1: answers lie too near; paid is /)
})
