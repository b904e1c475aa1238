import { expect, it } from 'vitest'
import { checkEntry, checkSequence, type SequenceFacts } from '../../../validator/audit/check-sequence.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedEntry, PublishedHeader } from '../../../validator/publish/shapes.ts'
import { hotkeyOf } from '../support/database.ts'
import { blockOf, entriesOf, entryOf } from './support/entry.ts'

const hash = 'ab'.repeat(32)

function told(entries: readonly PublishedEntry[], facts: Partial<SequenceFacts> = {}) {
  const findings = createFindings(hotkeyOf(1))
  checkSequence(entries, { head: blockOf(100), tempo: 9, openAfterEpochs: 2, opened: undefined, ...facts }, findings)
  return findings.deviations.map(({ what, round, size }) => [what, round, size])
}

it('a round begins after the block of the one before, or in it when that one was abandoned', () => {
  const second = entryOf(2, { block: blockOf(10) })
  expect(told([entryOf(1), entryOf(2, { block: blockOf(11) })])).toEqual([])
  expect(told([entryOf(1), second])).toEqual([['order', 2, 1]])
  const abandoned = { in: 'asked', reason: 'nobody had committed to anything' } as const
  expect(told([entryOf(1, { abandoned, isKept: false }), second])).not.toContainEqual(['order', 2, 1])
})

it('every number is explained', () => {
  expect(told(entriesOf(5, 9))).toEqual([])
  expect(told([entryOf(5), entryOf(8)])).toEqual([['missing-round', 8, 2]])
})

it('a secret must be open that is open on chain, and every one of a period before', () => {
  const closed = (period: number, secretHash = hash) => [entryOf(9, { isOpened: false, period, secretHash })]
  const opened = { period: 20, hash }
  expect(told(closed(20), { opened })).toEqual([['not-opened', 9, 10]])
  expect(told(closed(19, 'cd'.repeat(32)), { opened })).toEqual([['not-opened', 9, 10]])
  expect(told(closed(20, 'cd'.repeat(32)), { opened })).toEqual([])
  expect(told(closed(19))).toEqual([])
})

it('a secret must be open when its epochs are over, and two more', () => {
  // Four epochs of ten blocks before block 100.
  const closedAt = (block: number) => [entryOf(1, { isOpened: false, block: blockOf(block) })]
  expect(told(closedAt(60))).toEqual([])
  expect(told(closedAt(59))).toEqual([['not-opened', 1, 1]])
})

it('a transcript must be what the list tells of it, in every respect', () => {
  const name = `1 at block 10 0x${'00'.repeat(8)}`
  const entry = entryOf(1, { name })
  const check = (change: Partial<PublishedEntry>): boolean => {
    const findings = createFindings(hotkeyOf(1))
    const isSame = checkEntry(entry, { ...entry, ...change } as unknown as PublishedHeader, findings)
    expect(findings.deviations.length > 0).toBe(!isSame)
    return isSame
  }
  expect(check({})).toBe(true)
  const changes: readonly Partial<PublishedEntry>[] = [
    { round: 2 },
    { block: blockOf(11) },
    { mechanism: 'other' },
    { period: 1 },
    { name: '1' },
    { secretHash: hash },
    { committedBlock: 2 },
  ]
  expect(changes.map(check)).toEqual(changes.map(() => false))
  expect(checkEntry(entryOf(1), entryOf(1) as unknown as PublishedHeader, createFindings(hotkeyOf(1)))).toBe(false)
})
