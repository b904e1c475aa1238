import { renderCharts } from '../../../shared/report/chart.ts'
import { verdict as coloured, figure, paragraph, renderPage, section, table } from '../../../shared/report/page.ts'
import { gainChart, matrixChart } from './charts.ts'
import { DEFENCE_IDS, DEFENCES } from './defences.ts'
import type { AttackResult, Benchmark } from './summarise.ts'
import { headline, headOf, showEstimate, VERDICTS } from './texts.ts'

const number = (title: string) => ({ title, isNumber: true })

/** What the page is about, where it is not the project's own defences. */
export interface PageTexts {
  readonly title: string
  readonly about: string
}

const TEXTS: PageTexts = { title: 'Attack benchmark', about: '' }

/** The result as one page that needs no script. */
export async function toPage({ attacks, seeds }: Benchmark, { title, about }: PageTexts = TEXTS): Promise<string> {
  const [matrix = '', gains = ''] = await renderCharts([matrixChart(attacks), gainChart(attacks)])
  const used = new Set(attacks.flatMap(({ cells }) => cells.flatMap(({ defence }) => defence ?? [])))
  const exceptions = attacks.filter(({ verdict, exception }) => verdict === 'exception' && exception !== null)
  return renderPage({
    title,
    lead: `${about}${headline(attacks)} ${seeds} seeds, the same with the attack and without it.`,
    sections: [
      section(
        'The matrix',
        figure(
          matrix,
          'The number is the gain: the share of the attackers over the share that the same actors get when they play honestly. Of the columns one has all defences; others have none of the attack’s own, the chosen ones, or all with one switched off (−) or added (+). A: up to 1.02, B: 1.1, C: 1.5, F: above, or the honest lose more than a tenth.',
        ),
      ),
      section('What the defences are worth', figure(gains, 'Gains with their 95 % intervals.')),
      section(
        attacks.some((attack) => headOf(attack)?.kind === 'chosen')
          ? 'Under the chosen defences'
          : 'Under all defences',
        table(
          [
            { title: 'attack' },
            { title: 'by' },
            { title: 'grade' },
            number('gain'),
            number('honest loss'),
            number('rank correlation'),
            number('epochs to detect'),
            number('false positives'),
            number('cost, TAO'),
            number('return'),
            { title: 'verdict' },
          ],
          attacks.map(overviewRow),
        ),
      ),
      ...(exceptions.length === 0
        ? []
        : [
            section(
              'What theory allows',
              table(
                [{ title: 'attack' }, { title: 'reason' }, { title: 'condition' }],
                exceptions.map(({ id, name, exception }) => [
                  `${id} ${name}`,
                  exception?.reason ?? '',
                  exception?.condition ?? '',
                ]),
              ),
            ),
          ]),
      ...attacks.map(attackSection),
      section(
        'Defences',
        table(
          [{ title: 'defence' }, { title: 'what it is, and what stands in its place' }],
          DEFENCE_IDS.filter((id) => used.has(id)).map((id) => [DEFENCES[id].name, DEFENCES[id].setting]),
        ),
      ),
    ],
  })
}

function overviewRow(attack: AttackResult) {
  const { id, name, side, verdict } = attack
  const head = headOf(attack)
  return [
    `${id} ${name}`,
    side,
    head?.grade ?? '?',
    showEstimate(head?.gain ?? null),
    showEstimate(head?.honestLoss ?? null),
    showEstimate(head?.rankCorrelation ?? null),
    showEstimate(head?.timeToDetect ?? null, 1),
    showEstimate(head?.falsePositives ?? null),
    showEstimate(head?.cost ?? null, 3),
    showEstimate(head?.returnOnInvestment ?? null, 1),
    coloured(VERDICTS[verdict], verdict === 'fails' ? 'bad' : 'good'),
  ]
}

const attackSection = ({ id, name, does, resources, level, cells }: AttackResult) =>
  section(
    `${id} ${name}`,
    paragraph(`${does} It has: ${resources}. Played at the level ${level}.`),
    table(
      [
        { title: 'defences' },
        { title: 'grade' },
        number('gain'),
        number('honest loss'),
        number('rank correlation'),
        { title: 'faults' },
      ],
      cells.map((cell) => [
        cell.name,
        cell.grade ?? '?',
        showEstimate(cell.gain, 3),
        showEstimate(cell.honestLoss, 3),
        showEstimate(cell.rankCorrelation),
        cell.faults.join('; '),
      ]),
    ),
  )
