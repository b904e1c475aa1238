import type { Standing } from '../../shared/scoring/standing.ts'
import { pairKey, type ScoringState } from '../../shared/scoring/state.ts'
import type { PublishedRound } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'

const TOLERANCE = 1e-9

/** What a validator says that it remembers after a round; `undefined` when that is kept no longer. */
export function stateAfter({ miners, pairs }: PublishedRound): ScoringState | undefined {
  if (pairs === null) return undefined
  const standings = miners.flatMap(({ hotkey, standing }): [string, Standing][] =>
    standing === null ? [] : [[hotkey, standing]],
  )
  if (standings.length < miners.length) return undefined
  return { standings: new Map(standings), pairs: new Map(pairs.map((pair) => [pairKey(pair.a, pair.b), pair])) }
}

/**
 * Holds what a validator says that it remembers of the miners of a round against what follows from the rounds, and tells
 * the first difference of each miner: later ones follow from it.
 * @param told hotkeys of which one was told; grows.
 */
export function checkStandings(
  { round, block, miners }: PublishedRound,
  real: ScoringState,
  told: Set<string>,
  findings: Findings,
): void {
  for (const { hotkey, uid, standing } of miners) {
    const expected = real.standings.get(hotkey)
    if (standing === null || expected === undefined || told.has(hotkey) || isSame(standing, expected)) continue
    told.add(hotkey)
    const size = standing.skill.mean - expected.skill.mean
    const texts = { expected: toText(expected), found: toText(standing) }
    findings.add({ what: 'standing', round, block: block.number, hotkey, uid, size, ...texts })
  }
}

const toText = ({ skill, rounds, verified, failed, canary }: Standing): string =>
  `skill ${skill.mean} over ${rounds} rounds, proofs ${verified} to ${failed}, canaries ${canary}`

/** Whether all numbers of two standings are the same, but for rounding. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => isSame(left.get(key), right.get(key)))
}
