import { renderCharts } from '../../../shared/report/chart.ts'
import { verdict as coloured, figure, paragraph, renderPage, section, table } from '../../../shared/report/page.ts'
import { matrixChart } from './charts.ts'
import { DEFENCE_IDS, DEFENCES } from './defences.ts'
import { gainChart } from './gain-picture.ts'
import type { AttackResult, Benchmark } from './summarise.ts'
import { headline, headOf, showEstimate, VERDICTS } from './texts.ts'

const number = (title: string) => ({ title, isNumber: true })

/**
 * The result as one page that needs no script.
 * @param chosen what the chosen defences are called, where some were.
 */
export async function toPage(found: Benchmark, chosen = 'chosen defences'): Promise<string> {
  const { attacks, seeds } = found
  const isChosen = attacks.some((attack) => headOf(attack)?.kind === 'chosen')
  const [matrix = '', gains = ''] = await renderCharts([matrixChart(attacks), gainChart(found, chosen)])
  const used = new Set(attacks.flatMap(({ cells }) => cells.flatMap(({ defence }) => defence ?? [])))
  const exceptions = attacks.filter(({ verdict, exception }) => verdict === 'exception' && exception !== null)
  return renderPage({
    title: isChosen ? `Attack benchmark: ${chosen}` : 'Attack benchmark',
    lead: `${headline(attacks)} ${seeds} seeds, the same with the attack and without it.`,
    sections: [
      section(
        'The matrix',
        figure(
          matrix,
          'The number is the gain: the share of the attackers over the share that the same actors get when they play honestly. Of the columns one has all defences; others have none of the attack’s own, the chosen ones, or all with one switched off (−) or added (+). A: up to 1.02, B: 1.1, C: 1.5, F: above, or the honest lose more than a tenth.',
        ),
      ),
      section('What the defences are worth', figure(gains, 'At or below 1 an attack is not worth it.')),
      section(
        isChosen ? `Under: ${chosen}` : 'Under all defences',
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

function attackSection({ id, name, does, resources, level, cells }: AttackResult) {
  const hasFaults = cells.some(({ faults }) => faults.length > 0)
  return section(
    `${id} ${name}`,
    paragraph(`${does} It has: ${resources}. Played at the level ${level}.`),
    table(
      [
        { title: 'defences' },
        { title: 'grade' },
        number('gain'),
        number('honest loss'),
        number('rank correlation'),
        ...(hasFaults ? [{ title: 'faults' }] : []),
      ],
      cells.map((cell) => [
        cell.name,
        cell.grade ?? '?',
        showEstimate(cell.gain, 3),
        showEstimate(cell.honestLoss, 3),
        showEstimate(cell.rankCorrelation),
        ...(hasFaults ? [cell.faults.join('; ')] : []),
      ]),
    ),
  )
}
