import type { PublishedEntry } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'

/** Share of rounds that an honest validator on a bad machine may lose to crashes and restarts. */
const CRASH_RATE = 0.05
/** Chance at most that such a one is told of. */
const FALSE_ALARM = 0.001
/** Numbers that a note lists. */
const LISTED = 10

/**
 * Looks at rounds that a validator gave up. Before the reveals nothing is known of the answers, and a crash there is bad
 * luck: such rounds are noted, and told when they are too many. Nobody outside can see how far a round really came, so
 * their number is the only bound on what can be gained by giving up bad ones.
 */
export function checkAbandoned(entries: readonly PublishedEntry[], findings: Findings): void {
  const abandoned = entries.flatMap(({ round, block, abandoned }) =>
    abandoned === null ? [] : [{ round, block: block.number, ...abandoned }],
  )
  for (const { round, block, in: state, reason } of abandoned)
    if (state === 'revealed' || state === 'scored')
      findings.add({
        ...{ what: 'missing-round', round, block, size: 1 },
        expected: 'a round that is scored when its answers are known',
        found: `abandoned in state ${state}: ${reason}`,
      })
  if (abandoned.length === 0) return
  const { length: count } = abandoned
  const share = `${count} of ${entries.length} rounds (${((100 * count) / entries.length).toFixed(1)} %)`
  const numbers = abandoned.slice(0, LISTED).map(({ round }) => round)
  findings.note(`abandoned ${share}: ${numbers.join(', ')}${count > LISTED ? ', …' : ''}`)
  if (chanceOf(count, entries.length) < FALSE_ALARM)
    findings.add({
      ...{ what: 'abandoned-rounds', size: count / entries.length - CRASH_RATE },
      expected: `no more than crashes of ${100 * CRASH_RATE} % of rounds explain`,
      found: `${share} abandoned`,
    })
}

/**
 * Bound on the chance of so many crashes or more: `exp(−n · KL(k/n ‖ p))` (Chernoff 1952, "A measure of asymptotic
 * efficiency for tests of a hypothesis based on the sum of observations").
 */
function chanceOf(count: number, rounds: number): number {
  const share = count / rounds
  if (share <= CRASH_RATE) return 1
  const rest = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - CRASH_RATE))
  return Math.exp(-rounds * (share * Math.log(share / CRASH_RATE) + rest))
}
