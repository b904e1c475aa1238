import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { DEFAULT_SCORING } from '../../../shared/scoring/settings.ts'
import { uid } from '../../../shared/units.ts'
import { readLastWeights, readWeightSets, storeWeights, type WeightBasis } from '../../../validator/db/weights.ts'
import { hotkeyOf, openForTest, SCORE_KEY } from '../support/database.ts'

const basis: WeightBasis = {
  mechanism: SCORE_KEY,
  roundId: 7,
  miners: [
    { hotkey: hotkeyOf(9), uid: 0, model: 'ab'.repeat(32), modelBlock: 5, registeredBlock: 1 },
    { hotkey: hotkeyOf(2), uid: 1, model: undefined, modelBlock: undefined, registeredBlock: 2 },
  ],
  settings: DEFAULT_SCORING,
}

it('gives back the newest accepted row by uid', () => {
  const { orm } = openForTest()
  expect(readLastWeights(orm)).toBeUndefined()
  const weights = [
    { hotkey: hotkeyOf(9), uid: uid(0), value: 65_535 },
    { hotkey: hotkeyOf(2), uid: uid(1), value: 0 },
  ]
  storeWeights(orm, { block: 900, setAt: 1, weights: weights.slice(0, 1), basis })
  // A block below the last one: the chain was started anew.
  storeWeights(orm, { block: 20, setAt: 2, weights, basis })
  expect(readLastWeights(orm)).toEqual({ block: 20, setAt: 2, weights, basis })
})

it('keeps a hundred rows', () => {
  const { orm } = openForTest()
  const weights = [{ hotkey: hotkeyOf(1), uid: uid(0), value: 1 }]
  for (let block = 1; block <= 130; block++) storeWeights(orm, { block, setAt: block, weights, basis })
  expect(orm.get(sql`SELECT count(*) AS n, min(block) AS first FROM weights`)).toEqual({ n: 100, first: 31 })
  expect(orm.get(sql`SELECT count(*) AS n, min(set_id) AS first FROM weight_sets`)).toEqual({ n: 100, first: 31 })
  expect(readWeightSets(orm, { limit: 3 }).map(({ block }) => block)).toEqual([130, 129, 128])
  expect(readWeightSets(orm, { before: 129, limit: 2 }).map(({ block }) => block)).toEqual([128, 127])
})
