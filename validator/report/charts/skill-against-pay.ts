import type { TopLevelSpec } from 'vega-lite'
import type { MinerReport } from '../report.ts'

/** Labels that do not cover each other. */
const MAX_LABELS = 40

/** A miner's pay: of the chain where it was asked, else the weight that this validator gave. */
export const payOf = ({ incentive, weight }: MinerReport, hasChain: boolean): number | null =>
  hasChain ? incentive : weight

/** Pay by skill, a point for each miner. */
export function skillAgainstPay(miners: readonly MinerReport[], hasChain: boolean): TopLevelSpec {
  const values = miners.flatMap((miner) => {
    const pay = payOf(miner, hasChain)
    return pay === null
      ? []
      : [
          {
            uid: String(miner.uid),
            skill: miner.skill,
            pay,
            found: miner.findings.length > 0 ? 'caught' : 'not caught',
          },
        ]
  })
  const x = { field: 'skill', type: 'quantitative' as const, title: 'skill', scale: { domain: [0, 1] } }
  const y = {
    field: 'pay',
    type: 'quantitative' as const,
    title: hasChain ? 'incentive (share of what miners earn)' : 'weight (1 for the best)',
  }
  return {
    width: 620,
    height: 300,
    data: { values },
    layer: [
      {
        mark: { type: 'point', size: 60, opacity: 0.9 },
        encoding: {
          x,
          y,
          color: {
            field: 'found',
            type: 'nominal',
            scale: { domain: ['not caught', 'caught'], range: ['#0072b2', '#d55e00'] },
            legend: { title: null },
          },
        },
      },
      ...(values.length > MAX_LABELS
        ? []
        : [
            {
              mark: { type: 'text' as const, dy: -11, fontSize: 11 },
              encoding: { x, y, text: { field: 'uid', type: 'nominal' as const } },
            },
          ]),
    ],
  }
}
