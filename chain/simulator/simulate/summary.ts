import type { Economy } from '../economics/economy.ts'
import { type Estimate, estimate } from '../metrics/estimate.ts'
import { gainOfPair, type PairedResult } from '../play/paired.ts'
import type { MemberResult, RunResult } from '../play/run-scenario.ts'
import { groupName } from '../scenario/cast.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { Role } from '../strategies/strategy.ts'

/** All runs of a scenario. */
export interface SimulateResult {
  readonly scenario: Scenario
  readonly runs: readonly PairedResult[]
}

/** What became of one group, over all seeds; amounts are sums over its members. */
export interface GroupSummary {
  readonly name: string
  readonly role: Role
  readonly strategy: string
  readonly count: number
  readonly isAttacker: boolean
  /** TAO staked at the start. */
  readonly stake: Estimate | undefined
  /** Means over the members, where the role has them. */
  readonly skill: Estimate | undefined
  readonly trust: Estimate | undefined
  /** TAO that the epochs that count paid, and its share of what participants got. */
  readonly emission: Estimate | undefined
  readonly share: Estimate | undefined
  /** TAO that went to the chain. */
  readonly spent: Estimate | undefined
  /** (emission − spent) / spent; `undefined` where nothing was spent. */
  readonly returned: Estimate | undefined
  /** Findings of the scoring, and on how many of all members of all runs. */
  readonly findings: readonly { readonly tag: string; readonly count: number }[]
}

/** What a person wants to know of a simulation. */
export interface Summary {
  readonly groups: readonly GroupSummary[]
  /** `none` without attackers, `undefined` where honest participants in their place earn nothing. */
  readonly gain: Estimate | 'none' | undefined
  readonly faults: readonly string[]
  readonly refusals: readonly string[]
}

/** The economies over time of all runs with their attackers, where the scenario asks for them. */
export const economiesOf = ({ runs }: SimulateResult): readonly Economy[] =>
  runs.flatMap(({ on }) => (on.economy === undefined ? [] : [on.economy]))

/** Sums up all runs. */
export function summarise({ scenario, runs }: SimulateResult): Summary {
  return {
    groups: scenario.actors.map((group) => summariseGroup(group, runs)),
    gain: runs.every(({ off }) => off === null) ? 'none' : estimate(runs.flatMap((run) => gainOfPair(run) ?? [])),
    faults: faultLines(runs),
    refusals: refusalLines(runs),
  }
}

function summariseGroup(group: Scenario['actors'][number], runs: readonly PairedResult[]): GroupSummary {
  const name = groupName(group)
  const members = runs.map(({ on }) => membersOf(on, name))
  const over = (pick: (member: MemberResult) => number) => estimate(members.map((of) => sumOf(of, pick)))
  const mean = (pick: (member: MemberResult) => number) =>
    estimate(members.map((of) => sumOf(of, pick) / Math.max(1, of.length)))
  const { role, strategy, count, attacker } = group
  return {
    name,
    role,
    strategy,
    count,
    isAttacker: attacker,
    stake: over(({ stakeBefore }) => stakeBefore),
    skill: role === 'miner' ? mean(({ skill }) => skill) : undefined,
    trust: role === 'validator' ? mean(({ trust }) => trust) : undefined,
    emission: over(({ emission }) => emission),
    share: over(({ share }) => share),
    spent: over(spentBy),
    returned: estimate(
      members.flatMap((of) => {
        const spent = sumOf(of, spentBy)
        return spent < LEAST_SPENT ? [] : [(sumOf(of, ({ emission }) => emission) - spent) / spent]
      }),
    ),
    findings: countBy(members.flat().flatMap(({ findings }) => findings)).map(([tag, count]) => ({ tag, count })),
  }
}

/** TAO below which an amount is what conversions round away, and no price. */
const LEAST_SPENT = 1e-6

const spentBy = ({ spent: { burned, fees } }: MemberResult): number => burned + fees

/** Members of a group in one run. */
const membersOf = ({ members }: RunResult, name: string): readonly MemberResult[] =>
  members.filter(({ group }) => group === name)

const sumOf = (members: readonly MemberResult[], pick: (member: MemberResult) => number): number =>
  members.reduce((total, member) => total + pick(member), 0)

function countBy(names: readonly string[]): readonly (readonly [string, number])[] {
  return [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const)
}

function faultLines(runs: readonly PairedResult[]): readonly string[] {
  const faults = runs.flatMap(({ on, off }) => [...on.faults, ...(off?.faults ?? [])])
  const lines = faults.map(
    ({ who, message, epoch, count }) =>
      `${who}: ${message} (epoch ${epoch}${count > 1 ? `, ${count} times` : ''}); it lost its turn`,
  )
  return [...new Set(lines)]
}

/** Calls that the chain refused are no fault: attackers try. */
function refusalLines(runs: readonly PairedResult[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { on } of runs)
    for (const { group, refused } of on.members)
      for (const [error, count] of Object.entries(refused)) {
        const key = `${group}: ${error}`
        counts.set(key, (counts.get(key) ?? 0) + count)
      }
  return [...counts].map(([key, count]) => `${key}, ${count} times`)
}
