import type { BlockRef } from '../../shared/subtensor/client.ts'
import type { PublishedEntry, PublishedHeader, PublishedRound } from '../publish/shapes.ts'
import { checkAbandoned } from './check-abandoned.ts'
import type { OpenedOnChain } from './check-opened.ts'
import type { Findings } from './deviation.ts'

/** What the list of rounds is held against. */
export interface SequenceFacts {
  readonly head: BlockRef
  readonly tempo: number
  /** As the validator tells it. */
  readonly openAfterEpochs: number
  /** Whoever opens a secret opens all before it, whatever the list says; `undefined` for nothing. */
  readonly opened: OpenedOnChain | undefined
}

/** Epochs beyond the told ones until a secret is missed: it is opened once per epoch, after the next is drawn. */
const SLACK_EPOCHS = 2

/**
 * Looks at the list of rounds: every number once, each in a later block than the one before, and secrets on chain when it
 * is time. Whoever does not like a round may leave it out, or say that a crash ended it: a missing number is told, and so
 * are abandoned rounds when they are too many for crashes, or when their answers were known.
 */
export function checkSequence(
  entries: readonly PublishedEntry[],
  { head, tempo, openAfterEpochs, opened }: SequenceFacts,
  findings: Findings,
): void {
  const oldest = head.number - (openAfterEpochs + SLACK_EPOCHS) * (tempo + 1)
  checkAbandoned(entries, findings)
  for (const [index, { round, block, isOpened, period, secretHash }] of entries.entries()) {
    const before = entries[index - 1]
    const at = { round, block: block.number }
    if (before !== undefined && round > before.round + 1)
      findings.add({
        ...at,
        what: 'missing-round',
        size: round - before.round - 1,
        expected: `round ${before.round + 1} after round ${before.round}`,
        found: `round ${round}: nothing is said of the rounds between`,
      })
    // After a crash the next round may begin in the very block of the abandoned one.
    const least = (before?.block.number ?? 0) + Number(before?.abandoned === null)
    if (before !== undefined && (round <= before.round || block.number < least))
      findings.add({
        ...at,
        what: 'order',
        size: Math.max(1, before.block.number + 1 - block.number),
        expected: `a round after ${before.round} in a block after ${before.block.number}`,
        found: `round ${round} in block ${block.number}`,
      })
    const isOnChain = opened !== undefined && (period < opened.period || secretHash === opened.hash)
    if (!isOpened && (isOnChain || block.number < oldest))
      findings.add({
        ...at,
        what: 'not-opened',
        size: isOnChain ? head.number - block.number : oldest - block.number,
        expected: isOnChain
          ? 'an open secret, as the chain has it'
          : `a secret that is open ${openAfterEpochs} epochs later`,
        found: `one that is not, ${head.number - block.number} blocks later`,
      })
  }
}

/** Each round once, oldest first, however they were listed. */
export const inOrder = (listed: readonly PublishedEntry[]): readonly PublishedEntry[] =>
  [...new Map(listed.map((entry) => [entry.round, entry])).values()].sort((a, b) => a.round - b.round)

/** Whether a transcript is the round that the list tells of, under the name that its miners signed. */
export function checkEntry(
  entry: PublishedEntry,
  transcript: PublishedRound | PublishedHeader,
  findings: Findings,
): boolean {
  const { round, block, mechanism, period, name, secretHash, committedBlock } = transcript
  const told = JSON.stringify([entry.round, entry.block, entry.mechanism, entry.period, entry.name, entry.secretHash])
  const found = JSON.stringify([round, block, mechanism, period, name, secretHash])
  const expectedName = `${round} at block ${block.number} ${block.hash.slice(0, 18)}`
  const isSame = told === found && entry.committedBlock === committedBlock
  if (!isSame) findings.add({ what: 'inconsistent', round, block: block.number, size: 1, expected: told, found })
  if (name !== expectedName)
    findings.add({ what: 'inconsistent', round, block: block.number, size: 1, expected: expectedName, found: name })
  return isSame && name === expectedName
}
