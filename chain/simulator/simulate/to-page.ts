import { renderCharts } from '../../../shared/report/chart.ts'
import { figure, type Html, paragraph, renderPage, section, table } from '../../../shared/report/page.ts'
import { economyChart, emissionChart, sharesChart, skillChart } from './charts.ts'
import { economiesOf, type SimulateResult, summarise } from './summary.ts'
import { columnsOf, gainSentence, originText, shorten } from './texts.ts'

/** The result as one page that needs no script. */
export async function toPage(result: SimulateResult): Promise<string> {
  const { scenario, runs } = result
  const summary = summarise(result)
  const on = runs.map((run) => run.on)
  const economies = economiesOf(result)
  const hasMiners = scenario.actors.some(({ role }) => role === 'miner')
  const hasEconomy = (economies[0]?.epochs.length ?? 0) > 0
  const groups = summary.groups.flatMap(({ name, role }) => (role === 'chain' ? [] : [name]))
  const [shares = '', emission = '', ...others] = await renderCharts([
    sharesChart(summary.groups, groups),
    emissionChart(on, groups),
    ...(hasMiners ? [skillChart(on, groups)] : []),
    ...(hasEconomy ? [economyChart(economies)] : []),
  ])
  const skill = hasMiners ? others[0] : undefined
  const economy = hasEconomy ? others.at(-1) : undefined
  const columns = columnsOf(summary)
  const gain = gainSentence(summary)
  return renderPage({
    title: scenario.name,
    lead: [gain, scenario.description, originText(result)]
      .filter((text) => text !== undefined && text !== '')
      .join(' '),
    sections: [
      section(
        'Who earns what',
        table(
          columns,
          summary.groups.map((group) => columns.map(({ text }) => text(group))),
        ),
        figure(shares, 'Share of each group in what participants got; lines are 95 % intervals over the seeds.'),
      ),
      section(
        'Emission over epochs',
        figure(emission, 'Share of each group in what the epochs paid: mean over the seeds and 95 % interval.'),
      ),
      ...(skill === undefined
        ? []
        : [
            section(
              'Skill against incentive',
              figure(skill, 'Each point is a miner of one run: its true skill, and its part in what miners got.'),
            ),
          ]),
      ...(economy === undefined
        ? []
        : [section('Economy', figure(economy, 'Look by look: mean over the seeds and 95 % interval.'))]),
      linesOf('Faults of strategies', summary.faults, 'No strategy failed.'),
      linesOf('Calls that the chain refused', summary.refusals, 'The chain refused no call.'),
    ],
  })
}

const linesOf = (heading: string, lines: readonly string[], none: string): Html =>
  section(heading, ...(lines.length === 0 ? [paragraph(none)] : shorten(lines).map(paragraph)))
