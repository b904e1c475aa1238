import type { PublishedEntry, PublishedIdentity } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'

/**
 * Holds the list of rounds against what the validator says that it keeps: what came before the first round, and what is
 * not kept any more, is taken on trust, so that leaving rounds away at that end must not go unseen either. What was
 * dropped before it said that it keeps more is noted: it could as well say that it keeps few.
 * @param entries oldest first.
 */
export function checkKept(
  entries: readonly PublishedEntry[],
  { keepRounds, keepAnswers, kept }: Pick<PublishedIdentity, 'keepRounds' | 'keepAnswers' | 'kept'>,
  findings: Findings,
): void {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return
  const { since, firstRound, firstAnswers } = kept ?? { since: 1, firstRound: 1, firstAnswers: 1 }
  const told = Math.max(1, last.round - keepRounds + 1)
  const least = Math.max(told, Math.min(since, firstRound))
  const leastAnswers = Math.min(since, firstAnswers)
  const opened = entries.findLast(({ isOpened }) => isOpened)?.round ?? 0
  const dropped = [
    ...(least > told ? [`rounds before ${least}`] : []),
    ...(leastAnswers > Math.max(told, opened - keepAnswers + 1) ? [`answers before round ${leastAnswers}`] : []),
  ]
  if (dropped.length > 0)
    findings.note(`${dropped.join(' and ')} are not expected: it says that it has kept this much since round ${since}`)
  if (first.round > least)
    findings.add({
      ...{ what: 'missing-round', round: least, size: first.round - least },
      expected: `the newest ${keepRounds} rounds, from round ${least} on`,
      found: `rounds from ${first.round} on`,
    })
  for (const { round, block, isKept, abandoned } of entries)
    if (abandoned === null && !isKept && round > opened - keepAnswers && round >= leastAnswers)
      findings.add({
        ...{ what: 'withheld-round', round, block: block.number, size: 1 },
        expected: `answers of the newest ${keepAnswers} rounds up to round ${opened}`,
        found: 'answers that are said to be kept no longer',
      })
}
