import { expect, test } from 'vitest'
import { readCommits, storeCommits } from '../../../validator/db/commits.ts'
import { openDatabase } from '../../../validator/db/open.ts'
import { OWNER, openForTest, temporaryPath } from '../support/database.ts'

const row = { uids: [0, 65_535], values: [1, 2], salt: [3, 4], versionKey: 2n ** 64n - 1n }

test('rows that wait to be revealed outlive a restart and are replaced as a whole', () => {
  const path = temporaryPath()
  const first = openDatabase(path, OWNER)
  expect(readCommits(first.orm)).toEqual([])
  storeCommits(first.orm, [row, { ...row, salt: [5] }])
  first.close()
  const second = openForTest(path)
  expect(readCommits(second.orm)).toEqual([row, { ...row, salt: [5] }])
  storeCommits(second.orm, [row])
  expect(readCommits(second.orm)).toEqual([row])
})
