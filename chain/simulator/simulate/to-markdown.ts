import { renderEconomy } from '../economics/render-economy.ts'
import { cell, row } from '../markdown.ts'
import { economiesOf, type SimulateResult, summarise } from './summary.ts'
import { columnsOf, gainSentence, originText, shorten } from './texts.ts'

const list = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `## ${heading}`, '', ...shorten(lines).map((line) => `- ${cell(line)}`)]

/** The result as Markdown, for a pull request. */
export function toMarkdown(result: SimulateResult): string {
  const summary = summarise(result)
  const { scenario } = result
  const columns = columnsOf(summary)
  const gain = gainSentence(summary)
  const economy = renderEconomy(economiesOf(result))
  return [
    `# ${scenario.name}`,
    '',
    ...(scenario.description === '' ? [] : [scenario.description, '']),
    originText(result),
    '',
    row(columns.map(({ title }) => title)),
    row(columns.map(({ isNumber }) => (isNumber ? '--:' : '---'))),
    ...summary.groups.map((group) => row(columns.map(({ text }) => text(group)))),
    ...(gain === undefined ? [] : ['', gain]),
    ...(economy === undefined ? [] : list(economy.heading, economy.lines)),
    ...list('Faults', summary.faults),
    ...list('Refused by the chain', summary.refusals),
    '',
  ].join('\n')
}
