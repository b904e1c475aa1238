import type { PublishedEntry, PublishedIdentity } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'

/**
 * Holds the list of rounds against what the validator says that it keeps: what came before the first round, and what is
 * not kept any more, is taken on trust, so that leaving rounds away at that end must not go unseen either.
 * @param entries oldest first.
 */
export function checkKept(
  entries: readonly PublishedEntry[],
  { keepRounds, keepAnswers }: Pick<PublishedIdentity, 'keepRounds' | 'keepAnswers'>,
  findings: Findings,
): void {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return
  const least = Math.max(1, last.round - keepRounds + 1)
  if (first.round > least)
    findings.add({
      ...{ what: 'missing-round', round: least, size: first.round - least },
      expected: `the newest ${keepRounds} rounds, from round ${least} on`,
      found: `rounds from ${first.round} on`,
    })
  const opened = entries.findLast(({ isOpened }) => isOpened)?.round ?? 0
  for (const { round, block, isKept, abandoned } of entries)
    if (abandoned === null && !isKept && round > opened - keepAnswers)
      findings.add({
        ...{ what: 'withheld-round', round, block: block.number, size: 1 },
        expected: `answers of the newest ${keepAnswers} rounds up to round ${opened}`,
        found: 'answers that are said to be kept no longer',
      })
}
