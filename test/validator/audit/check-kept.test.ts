import { expect, it } from 'vitest'
import { checkKept } from '../../../validator/audit/check-kept.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedEntry, PublishedIdentity } from '../../../validator/publish/shapes.ts'
import { hotkeyOf } from '../support/database.ts'
import { entriesOf, entryOf } from './support/entry.ts'

function told(entries: readonly PublishedEntry[], kept: PublishedIdentity['kept'] = null) {
  const findings = createFindings(hotkeyOf(1))
  checkKept(entries, { keepRounds: 10, keepAnswers: 4, kept }, findings)
  return findings.deviations.map(({ what, round, size }) => [what, round, size])
}

it('the list must reach back as many rounds as are said to be kept, to the very round', () => {
  expect(told(entriesOf(3, 12))).toEqual([])
  expect(told(entriesOf(1, 12))).toEqual([])
  expect(told(entriesOf(4, 12))).toEqual([['missing-round', 3, 1]])
  expect(told(entriesOf(2, 4))).toEqual([['missing-round', 1, 1]])
  expect(told([])).toEqual([])
})

it('answers must be there for as many opened rounds as are said to be kept, to the very round', () => {
  const without = (...gone: readonly number[]) =>
    entriesOf(1, 10).map((entry) => ({ ...entry, isKept: !gone.includes(entry.round), isOpened: entry.round <= 8 }))
  expect(told(without())).toEqual([])
  // The newest opened round is 8: answers are kept from round 5 on.
  expect(told(without(1, 2, 3, 4))).toEqual([])
  expect(told(without(5))).toEqual([['withheld-round', 5, 1]])
  expect(told(without(8, 10))).toEqual([
    ['withheld-round', 8, 1],
    ['withheld-round', 10, 1],
  ])
})

it('an abandoned round has no answers to keep', () => {
  const abandoned = { in: 'asked', reason: 'nobody had committed to anything' } as const
  expect(told([...entriesOf(1, 3), entryOf(4, { abandoned, isKept: false })])).toEqual([])
})

it('nothing is missing that was dropped before it was said that so much is kept', () => {
  const kept = { since: 6, firstRound: 6, firstAnswers: 6 }
  expect(told(entriesOf(6, 12), kept)).toEqual([])
  expect(told(entriesOf(7, 12), kept)).toEqual([['missing-round', 6, 1]])
})
