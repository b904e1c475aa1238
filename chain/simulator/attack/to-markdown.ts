import { row } from '../markdown.ts'
import { DEFENCES } from './defences.ts'
import type { AttackResult, Benchmark, CellResult } from './summarise.ts'
import { headline, headOf, showCell, showEstimate, VERDICTS } from './texts.ts'

const HEAD = [
  'attack',
  'side',
  'grade and gain',
  'honest loss',
  'false positives',
  'without a defence',
  'without any',
  'verdict',
]

/** The result as Markdown, for a pull request. */
export function toMarkdown({ attacks, seeds }: Benchmark): string {
  const exceptions = attacks.filter(({ verdict, exception }) => verdict === 'exception' && exception !== null)
  const faults = attacks.flatMap(({ id, cells }) =>
    cells.flatMap(({ name, faults }) => faults.map((fault) => `- ${id}, ${name}: ${fault}`)),
  )
  return [
    '# Attack benchmark',
    '',
    `${headline(attacks)} ${seeds} seeds; gain is the attackers' share over that of the same actors playing honestly, ± is the 95 % interval.`,
    '',
    row(HEAD),
    row(HEAD.map(() => '---')),
    ...attacks.map(attackRow),
    '',
    ...(exceptions.length === 0 ? [] : ['## What theory allows', '']),
    ...exceptions.map(
      ({ id, name, exception }) =>
        `- **${id} ${name}.** ${exception?.reason ?? ''} Condition: ${exception?.condition ?? ''}`,
    ),
    ...(faults.length === 0 ? [] : ['', '## Runs that did not come to an end', '', ...faults]),
    '',
  ].join('\n')
}

function attackRow(attack: AttackResult): string {
  const { id, name, side, cells, verdict } = attack
  const head = headOf(attack)
  const none = cells.find(({ kind }) => kind === 'none')
  return row([
    `${id} ${name}`,
    side,
    head === undefined ? '–' : showCell(head),
    showEstimate(head?.honestLoss ?? null),
    showEstimate(head?.falsePositives ?? null),
    cells.flatMap(singleText).join('; ') || '–',
    none === undefined ? '–' : showCell(none),
    VERDICTS[verdict],
  ])
}

function singleText(cell: CellResult): readonly string[] {
  const { kind, defence } = cell
  if (defence === null) return []
  return [`${kind === 'with' ? 'with ' : ''}${DEFENCES[defence].name}: ${showCell(cell)}`]
}
