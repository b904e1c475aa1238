import Table from 'cli-table3'
import { renderEconomy } from '../economics/render-economy.ts'
import { economiesOf, type SimulateResult, summarise } from './summary.ts'
import { columnsOf, gainText, shorten } from './texts.ts'

/** The result as JSON: the same scenario gives the same bytes, whatever ran it. */
export const toResultJson = ({ scenario, runs }: SimulateResult): string => `${JSON.stringify({ scenario, runs })}\n`

/** A table of the groups, one line of the gain where there are attackers, and what went wrong. */
export function renderResult(result: SimulateResult): string {
  const summary = summarise(result)
  const columns = columnsOf(summary)
  const table = new Table({
    head: columns.map(({ title }) => title),
    style: { head: [], border: [] },
    colAligns: columns.map(({ isNumber }) => (isNumber ? 'right' : 'left')),
  })
  for (const group of summary.groups) table.push(columns.map(({ text }) => text(group)))
  const economy = renderEconomy(economiesOf(result))
  const gain = gainText(summary)
  return [
    table.toString(),
    ...(gain === undefined ? [] : [gain]),
    ...(economy === undefined ? [] : [`${economy.heading}:`, ...economy.lines.map((line) => `  ${line}`)]),
    ...shorten(summary.faults.map((line) => `fault: ${line}`)),
    ...shorten(summary.refusals.map((line) => `refused by the chain: ${line}`)),
  ].join('\n')
}
