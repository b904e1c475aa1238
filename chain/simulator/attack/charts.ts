import type { TopLevelSpec } from 'vega-lite'
import { DEFENCES } from './defences.ts'
import type { AttackResult, CellResult } from './summarise.ts'
import { headOf, worstWithout } from './texts.ts'

/** Grades on white and on dark paper, told apart by lightness, too. */
const GRADE_COLOURS = { domain: ['A', 'B', 'C', 'F'], range: ['#2a9d6f', '#8fb84a', '#e0a030', '#c8402f'] }
const ROW_HEIGHT = 24
const LEAST_GAIN = 0.01

const labelOf = ({ id, name }: AttackResult): string => `${id} ${name}`

function columnOf({ kind, defence }: CellResult): string {
  if (kind === 'default') return 'all defences'
  if (kind === 'none') return 'none of its own'
  if (defence === null) return 'as chosen'
  return `${kind === 'with' ? '+ ' : '− '}${DEFENCES[defence].name}`
}

/** The matrix: attacks down, what is switched across, the gain in each cell on the colour of its grade. */
export function matrixChart(attacks: readonly AttackResult[]): TopLevelSpec {
  const values = attacks.flatMap((attack) =>
    attack.cells.map((cell) => ({
      attack: labelOf(attack),
      column: columnOf(cell),
      grade: cell.grade ?? '?',
      gain: cell.gain === null ? '' : cell.gain.mean.toFixed(2),
    })),
  )
  const names = [...new Set(values.map(({ column }) => column))]
  const first = names.filter((name) => !/^[+−] /.test(name))
  const columns = [...first, ...names.filter((name) => !first.includes(name)).toSorted()]
  return {
    data: { values },
    width: { step: 40 },
    height: { step: ROW_HEIGHT },
    encoding: {
      x: { field: 'column', sort: columns, title: null, axis: { orient: 'top', labelAngle: -55, labelLimit: 300 } },
      y: { field: 'attack', sort: attacks.map(labelOf), title: null, axis: { labelLimit: 260 } },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 3 },
        encoding: { color: { field: 'grade', scale: GRADE_COLOURS, title: 'grade' } },
      },
      {
        mark: { type: 'text', fontSize: 10, fill: '#10151a' },
        encoding: { text: { field: 'gain' } },
      },
    ],
  }
}

/** Gains under all defences and without those that concern an attack, with their intervals, on a logarithmic axis. */
export function gainChart(attacks: readonly AttackResult[]): TopLevelSpec {
  const values = attacks.flatMap((attack) => {
    const head = headOf(attack)
    const isChosen = head?.kind === 'chosen'
    const worst = worstWithout(attack)
    const point = (cell: CellResult | undefined, series: string) => {
      if (cell === undefined || cell.gain === null) return []
      const { mean, halfWidth = 0 } = cell.gain
      const above = (value: number) => Math.max(LEAST_GAIN, value)
      const gain = { gain: above(mean), low: above(mean - halfWidth), high: above(mean + halfWidth) }
      return [{ attack: labelOf(attack), series, ...gain }]
    }
    if (isChosen)
      return [
        ...point(head, 'as chosen'),
        ...point(
          attack.cells.find(({ kind }) => kind === 'default'),
          'all defences',
        ),
      ]
    return [...point(head, 'all defences'), ...point(worst, 'the worst without')]
  })
  const y = {
    field: 'attack',
    type: 'nominal' as const,
    sort: attacks.map(labelOf),
    title: null,
    axis: { labelLimit: 260 },
  }
  const scale = { type: 'log' as const }
  const color = { field: 'series', type: 'nominal' as const, title: null, legend: { orient: 'top' as const } }
  return {
    width: 560,
    height: { step: 20 },
    layer: [
      {
        data: { values: [{ at: 1 }] },
        mark: { type: 'rule', strokeDash: [4, 4] },
        encoding: { x: { field: 'at', type: 'quantitative', scale } },
      },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: {
          x: { field: 'low', type: 'quantitative', scale, title: 'gain; at or below 1 the attack is not worth it' },
          x2: { field: 'high' },
          y,
          color,
        },
      },
      {
        data: { values },
        mark: { type: 'point' },
        encoding: { x: { field: 'gain', type: 'quantitative', scale }, y, color },
      },
    ],
  }
}
