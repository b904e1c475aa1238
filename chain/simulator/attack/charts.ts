import type { TopLevelSpec } from 'vega-lite'
import { DEFENCES } from './defences.ts'
import type { AttackResult, CellResult } from './summarise.ts'

/** Grades on white and on dark paper. Each is of another lightness than its neighbours, for colour-blind readers. */
const GRADE_COLOURS = { domain: ['A', 'B', 'C', 'F'], range: ['#2a9d6f', '#c3dd8c', '#e39a2d', '#a8281c'] }
/** As wide as four digits, so that the matrix is little wider than its page. */
const CELL = { width: 33, height: 24 }

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
    width: { step: CELL.width },
    height: { step: CELL.height },
    encoding: {
      x: { field: 'column', sort: columns, title: null, axis: { orient: 'top', labelAngle: -55, labelLimit: 300 } },
      y: { field: 'attack', sort: attacks.map(labelOf), title: null, axis: { labelLimit: 260 } },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 3 },
        encoding: {
          color: {
            field: 'grade',
            scale: GRADE_COLOURS,
            title: 'grade',
            legend: { orient: 'bottom', direction: 'horizontal' },
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'gain' },
          fill: { condition: { test: "datum.grade === 'F'", value: '#ffffff' }, value: '#10151a' },
        },
      },
    ],
  }
}
