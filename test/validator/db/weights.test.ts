import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { uid } from '../../../shared/units.ts'
import { readLastWeights, storeWeights } from '../../../validator/db/weights.ts'
import { hotkeyOf, openForTest } from '../support/database.ts'

it('gives back the newest accepted row by uid', () => {
  const { orm } = openForTest()
  expect(readLastWeights(orm)).toBeUndefined()
  const weights = [
    { hotkey: hotkeyOf(9), uid: uid(0), value: 65_535 },
    { hotkey: hotkeyOf(2), uid: uid(1), value: 0 },
  ]
  storeWeights(orm, { block: 900, setAt: 1, weights: weights.slice(0, 1) })
  // A block below the last one: the chain was started anew.
  storeWeights(orm, { block: 20, setAt: 2, weights })
  expect(readLastWeights(orm)).toEqual({ block: 20, setAt: 2, weights })
})

it('keeps a hundred rows', () => {
  const { orm } = openForTest()
  const weights = [{ hotkey: hotkeyOf(1), uid: uid(0), value: 1 }]
  for (let block = 1; block <= 130; block++) storeWeights(orm, { block, setAt: block, weights })
  expect(orm.get(sql`SELECT count(*) AS n, min(block) AS first FROM weights`)).toEqual({ n: 100, first: 31 })
})
