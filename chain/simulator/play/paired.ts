import type { Scenario } from '../scenario/schema.ts'
import { playScenario, type RunOptions, type RunResult, runScenario } from './run-scenario.ts'

/** A run with the attackers and, where there are some, one of the same seed with honest participants in their place. */
export interface PairedResult {
  readonly on: RunResult
  readonly off: RunResult | null
}

/**
 * The scenario with honest participants of the same stake, skill and names in the place of attackers; players of the
 * chain among them do nothing. `undefined` without attackers.
 */
export function baselineOf(scenario: Scenario): Scenario | undefined {
  if (!scenario.actors.some(({ attacker }) => attacker)) return undefined
  const actors = scenario.actors.map((group) => {
    if (!group.attacker) return group
    const strategy = group.role === 'chain' ? 'idle' : 'honest'
    // The name stays, and with it everything that is drawn for the group.
    return { ...group, name: group.name ?? `${group.strategy} ${group.role}s`, strategy, params: {} }
  })
  return { ...scenario, actors }
}

/** Runs a scenario once with its attackers and once without, at any level. */
export async function playPaired(scenario: Scenario, options: RunOptions): Promise<PairedResult> {
  const baseline = baselineOf(scenario)
  return {
    on: await playScenario(scenario, options),
    off: baseline === undefined ? null : await playScenario(baseline, options),
  }
}

/** The same at once, at the level `fast`. */
export function runPaired(scenario: Scenario, options: RunOptions): PairedResult {
  const baseline = baselineOf(scenario)
  return {
    on: runScenario(scenario, options),
    off: baseline === undefined ? null : runScenario(baseline, options),
  }
}

/** Share of the attackers in what participants got; `undefined` when nothing was paid. */
function attackersShare({ members, paid }: RunResult): number | undefined {
  if (paid === 0) return undefined
  return members.reduce((sum, { isAttacker, emission }) => (isAttacker ? sum + emission : sum), 0) / paid
}

/** What the attackers get of what honest participants get in their place; `undefined` without attackers or pay. */
export function gainOfPair({ on, off }: PairedResult): number | undefined {
  const [share, fair] = [attackersShare(on), off === null ? undefined : attackersShare(off)]
  return share === undefined || fair === undefined || fair === 0 ? undefined : share / fair
}
