import { expect, test } from 'vitest'
import { helpList } from '../../shared/help-list.ts'

test('names stand in a column, what they mean beside them, wrapped', () => {
  const lines = helpList({ a: 'short', longer: 'word '.repeat(20).trim() }, 60).split('\n')
  expect(lines.slice(0, 2)).toEqual(['  a       short', `  longer  ${'word '.repeat(10).trim()}`])
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60)
  expect(lines.join(' ').match(/word/g)).toHaveLength(20)
})
