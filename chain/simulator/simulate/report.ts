import Table from 'cli-table3'
import { renderEconomy } from '../economics/render-economy.ts'
import { type Estimate, estimate } from '../metrics/estimate.ts'
import { gainOf, type PairedResult } from '../play/paired.ts'
import type { MemberResult } from '../play/run-scenario.ts'
import { groupName } from '../scenario/cast.ts'
import type { Scenario } from '../scenario/schema.ts'

/** All runs of a scenario. */
export interface SimulateResult {
  readonly scenario: Scenario
  readonly runs: readonly PairedResult[]
}

/** The result as JSON: the same scenario gives the same bytes, whatever ran it. */
export const toResultJson = ({ scenario, runs }: SimulateResult): string => `${JSON.stringify({ scenario, runs })}\n`

const percent = ({ mean, halfWidth }: Estimate): string =>
  `${(100 * mean).toFixed(2)} %${halfWidth === undefined ? '' : ` ± ${(100 * halfWidth).toFixed(2)}`}`
const number = ({ mean, halfWidth }: Estimate): string =>
  `${mean.toFixed(3)}${halfWidth === undefined ? '' : ` ± ${halfWidth.toFixed(3)}`}`

/** A table of the groups, one line of the gain where there are attackers, and what went wrong. */
export function renderResult({ scenario, runs }: SimulateResult): string {
  const table = new Table({
    head: ['group', 'role', 'strategy', 'count', 'stake', 'skill', 'share of emission', 'trust'],
    style: { head: [], border: [] },
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
  })
  for (const group of scenario.actors) {
    const name = groupName(group)
    const members = runs.map(({ on }) => on.members.filter((member) => member.group === name))
    const over = (pick: (member: MemberResult) => number) => estimate(members.map((of) => sum(of.map(pick))))
    const mean = (pick: (member: MemberResult) => number) =>
      estimate(members.map((of) => sum(of.map(pick)) / group.count))
    const [stake, share, skill, trust] = [
      over(({ stakeBefore }) => stakeBefore),
      over(({ share }) => share),
      mean(({ skill }) => skill),
      mean(({ trust }) => trust),
    ]
    table.push([
      `${name}${group.attacker ? ' (attacker)' : ''}`,
      group.role,
      group.strategy,
      group.count,
      stake === undefined ? '' : `${Math.round(stake.mean).toLocaleString('en-US')} TAO`,
      group.role === 'miner' && skill !== undefined ? number(skill) : '',
      share === undefined ? '' : percent(share),
      group.role === 'validator' && trust !== undefined ? number(trust) : '',
    ])
  }
  return [table.toString(), ...gainLines(runs), ...economyLines(runs), ...faultLines(runs), ...refusalLines(runs)].join(
    '\n',
  )
}

function gainLines(runs: readonly PairedResult[]): string[] {
  if (runs.every(({ off }) => off === null)) return []
  const gain = estimate(runs.flatMap((run) => gainOf(run) ?? []))
  return gain === undefined
    ? ['gain of the attackers: not defined, honest participants in their place earn nothing']
    : [`gain of the attackers: ${number(gain)} times what honest participants get in their place`]
}

function economyLines([first]: readonly PairedResult[]): readonly string[] {
  return first?.on.economy === undefined ? [] : renderEconomy(first.on.economy)
}

const MOST_LINES = 12

function faultLines(runs: readonly PairedResult[]): string[] {
  const faults = runs.flatMap(({ on, off }) => [...on.faults, ...(off?.faults ?? [])])
  const lines = faults.map(
    ({ who, message, epoch, count }) =>
      `fault: ${who}: ${message} (epoch ${epoch}${count > 1 ? `, ${count} times` : ''}); it lost its turn`,
  )
  return shorten([...new Set(lines)])
}

/** Calls that the chain refused are no fault: attackers try. */
function refusalLines(runs: readonly PairedResult[]): string[] {
  const counts = new Map<string, number>()
  for (const { on } of runs)
    for (const { group, refused } of on.members)
      for (const [error, count] of Object.entries(refused)) {
        const key = `${group}: ${error}`
        counts.set(key, (counts.get(key) ?? 0) + count)
      }
  return shorten([...counts].map(([key, count]) => `refused by the chain: ${key}, ${count} times`))
}

const shorten = (lines: readonly string[]): string[] =>
  lines.length <= MOST_LINES ? [...lines] : [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more`]

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
