import { expect, it } from 'vitest'
import { checkNamedRounds } from '../../../validator/audit/check-named-rounds.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedEntry, PublishedRow } from '../../../validator/publish/shapes.ts'
import { hotkeyOf } from '../support/database.ts'
import { OPTIONS } from '../support/round.ts'
import { blockOf, entriesOf, entryOf } from './support/entry.ts'

const HEAD = 100

/** What is told of one row that names a round of the list. */
function told(
  { block, round, mechanism = OPTIONS.scoreKey }: { block: number; round: number; mechanism?: string },
  entries: readonly PublishedEntry[] = entriesOf(1, 4),
) {
  const findings = createFindings(hotkeyOf(1))
  const row = { block, setAt: 0, weights: [], basis: { round, mechanism } } as unknown as PublishedRow
  checkNamedRounds({ head: blockOf(HEAD), entries, findings }, [row])
  return findings.deviations.map(({ what, round, size }) => [what, round, size])
}

it('a row cannot be made from a round that began after its block', () => {
  expect(told({ block: 30, round: 3 })).toEqual([])
  expect(told({ block: 29, round: 3 })).toEqual([['basis', 3, 1]])
})

it('a row cannot be made from a round that was abandoned', () => {
  const abandoned = { in: 'asked', reason: 'nobody had committed to anything' } as const
  expect(told({ block: 50, round: 4 }, [...entriesOf(1, 3), entryOf(4, { abandoned })])).toEqual([['basis', 4, 1]])
})

it('a row that names a round beyond the list is told, unless it is too new for the list', () => {
  expect(told({ block: HEAD - 10, round: 6 })).toEqual([['missing-round', 6, 2]])
  expect(told({ block: HEAD - 9, round: 6 })).toEqual([])
})

it('a row is of the mechanism of its round, or of the one that comes next', () => {
  const other = 'skill@3/other@1'
  const next = (mechanism: string) => [...entriesOf(1, 3), entryOf(4, { mechanism })]
  expect(told({ block: 50, round: 3, mechanism: other }, next(OPTIONS.scoreKey))).toEqual([['basis', 3, 1]])
  expect(told({ block: 50, round: 3, mechanism: other }, next(other))).toEqual([])
  // Nobody can tell yet which one comes next.
  expect(told({ block: 50, round: 4, mechanism: other })).toEqual([])
})
