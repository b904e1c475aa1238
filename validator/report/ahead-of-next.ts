import { pairedDifference } from '../../shared/scoring/paired.ts'
import type { GroupReport } from './report.ts'

/** With fewer the scatter of differences says nothing. */
const LEAST_ROUNDS = 3

/** A miner with its skill in each round that it gave an answer that counts. */
export interface RankedMiner {
  readonly hotkey: string
  readonly skills: ReadonlyMap<number, number>
}

/**
 * How sure the order is: the probability that each miner is better than the next one below it, from the rounds that both
 * answered. The shared tasks of a round are the same for both, so that how hard they were cancels. Who counts as one with
 * another is nobody's next.
 * @param miners best first.
 * @returns by hotkey; `null` with fewer than 3 such rounds, and for the last.
 */
export function aheadOfNext(
  miners: readonly RankedMiner[],
  groups: readonly GroupReport[],
): ReadonlyMap<string, number | null> {
  const paidFor = new Map(groups.flatMap(({ paid, others }) => others.map((other) => [other, paid] as const)))
  return new Map(
    miners.map(({ hotkey, skills }, at) => {
      const isNext = (other: RankedMiner): boolean => !paidFor.has(other.hotkey) && paidFor.get(hotkey) !== other.hotkey
      const next = miners.slice(at + 1).find(isNext)
      return [hotkey, next === undefined ? null : probabilityOf(skills, next.skills)]
    }),
  )
}

function probabilityOf(a: RankedMiner['skills'], b: RankedMiner['skills']): number | null {
  const both = [...a].flatMap(([round, skill]) => {
    const other = b.get(round)
    return other === undefined ? [] : [{ skill, other }]
  })
  if (both.length < LEAST_ROUNDS) return null
  return pairedDifference(
    both.map(({ skill }) => skill),
    both.map(({ other }) => other),
  ).confidence
}
