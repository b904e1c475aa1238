import type { Standing } from '../../shared/scoring/standing.ts'
import { pairKey, type ScoringState } from '../../shared/scoring/state.ts'
import type { PublishedRound } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'
import { worstDifference } from './differences.ts'

const TOLERANCE = 1e-9

/**
 * A state that starts on trust lacks miners that had left then: for those that come back, what the validator says that it
 * remembers is taken on trust too.
 */
export function adoptReturned(after: ScoringState, before: ScoringState, round: PublishedRound): ScoringState {
  const returned = round.miners.flatMap(({ hotkey, standing }): [string, Standing][] =>
    before.standings.has(hotkey) || standing === null || standing.rounds <= 1 ? [] : [[hotkey, standing]],
  )
  if (returned.length === 0) return after
  const told = stateAfter(round)
  const isReturned = new Set(returned.map(([hotkey]) => hotkey))
  const pairs = [...(told?.pairs ?? [])].filter(([, { a, b }]) => isReturned.has(a) || isReturned.has(b))
  return { standings: new Map([...after.standings, ...returned]), pairs: new Map([...after.pairs, ...pairs]) }
}

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
 * @param told hotkeys and pairs of which one was told; grows.
 */
export function checkStandings(
  transcript: PublishedRound,
  real: ScoringState,
  told: Set<string>,
  findings: Findings,
): void {
  const { round, block, miners } = transcript
  checkPairs(transcript, real, told, findings)
  for (const { hotkey, uid, standing } of miners) {
    const expected = real.standings.get(hotkey)
    if (standing === null || expected === undefined || told.has(hotkey)) continue
    const worst = worstDifference(standing, expected)
    if (worst === undefined) continue
    told.add(hotkey)
    const gain = standing.skill.mean - expected.skill.mean
    const size = Math.abs(gain) > TOLERANCE ? gain : worst.size
    const texts = { expected: `${toText(expected)}; ${worst.expected}`, found: `${toText(standing)}; ${worst.found}` }
    findings.add({ what: 'standing', round, block: block.number, hotkey, uid, size, ...texts })
  }
}

const toText = ({ skill, rounds, verified, failed, canary }: Standing): string =>
  `skill ${skill.mean} over ${rounds} rounds, proofs ${verified} to ${failed}, canaries ${canary}`

/** The same for the evidence on pairs. */
function checkPairs(
  { round, block, pairs }: PublishedRound,
  real: ScoringState,
  told: Set<string>,
  findings: Findings,
): void {
  const known = new Map(pairs?.map((pair) => [pairKey(pair.a, pair.b), pair]))
  for (const key of pairs === null ? [] : new Set([...known.keys(), ...real.pairs.keys()])) {
    const [found, expected] = [known.get(key), real.pairs.get(key)]
    const worst = told.has(key) ? undefined : worstDifference(found ?? {}, expected ?? {})
    if (worst === undefined) continue
    told.add(key)
    const texts = { expected: `${key}: ${worst.expected}`, found: worst.found }
    findings.add({ what: 'standing', round, block: block.number, size: worst.size, ...texts })
  }
}
