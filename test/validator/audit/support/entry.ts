import type { PublishedEntry } from '../../../../validator/publish/shapes.ts'
import { OPTIONS } from '../../support/round.ts'

/** A round as a validator lists it: scored, kept and opened, ten blocks after the one before. */
export const entryOf = (round: number, change: Partial<PublishedEntry> = {}): PublishedEntry => ({
  round,
  mechanism: OPTIONS.scoreKey,
  name: `${round}`,
  block: { number: 10 * round, hash: `0x${'00'.repeat(32)}` },
  period: 0,
  secretHash: '00'.repeat(32),
  committedBlock: 1,
  isOpened: true,
  isKept: true,
  abandoned: null,
  ...change,
})

/** Rounds from one number up to another. */
export const entriesOf = (from: number, to: number): readonly PublishedEntry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => entryOf(from + i))

export const blockOf = (number: number) => ({ number, hash: `0x${'00'.repeat(32)}` })
