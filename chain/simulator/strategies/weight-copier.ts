import { z } from 'zod'
import type { NetworkView } from '../play/network-view.ts'
import { defineValidator, type WeightRow } from './strategy.ts'
import { weightedMedian } from './weighted-median.ts'

const U16_MAX = 65_535

/**
 * Attack A01: never measures; reads the weights that are in force and sets their stake-weighted median, which is where
 * consensus will be if the miners have not changed since.
 */
export const weightCopier = defineValidator({
  description: 'Measures nothing and sets the stake-weighted median of the weights that others have shown (A01).',
  params: z.strictObject({
    lag: z.int().min(0).max(1000).default(0).describe('epochs that it is late beside the delay of commit and reveal'),
    kappa: z.number().min(0).max(1).default(0.5).describe('majority whose weights it takes'),
  }),
  turn: 'late',
  open: ({ lag, kappa }, self) => {
    const seen: WeightRow[] = []
    return {
      weigh({ network }) {
        seen.push(medianRow(network, self.hotkey, kappa))
        const row = seen.length > lag ? seen.shift() : undefined
        return row === undefined || row.uids.length === 0 ? undefined : row
      },
    }
  },
})

/** The stake-weighted median of all rows but the own. */
function medianRow(network: NetworkView, own: Uint8Array, kappa: number): WeightRow {
  const n = network.size()
  const permits = network.permits()
  const rows: { readonly stake: number; readonly dense: Float64Array }[] = []
  const self = network.uidOf(own)
  for (let uid = 0; uid < n; uid++) {
    if (uid === self || permits[uid] !== true) continue
    const { columns, values } = network.weightsOf(uid)
    const sum = values.reduce((total, value) => total + value, 0)
    if (sum === 0) continue
    const dense = new Float64Array(n)
    columns.forEach((column, at) => {
      dense[column] = (values[at] ?? 0) / sum
    })
    rows.push({ stake: Number(network.stakeOf(network.hotkeyOf(uid))), dense })
  }
  const median = Array.from({ length: n }, (_, miner) =>
    weightedMedian(
      rows.map(({ stake, dense }) => ({ value: dense[miner] ?? 0, weight: stake })),
      kappa,
    ),
  )
  const top = median.reduce((most, value) => Math.max(most, value), 0)
  if (top === 0) return { uids: [], values: [] }
  const uids = median.flatMap((value, uid) => (value > 0 && uid !== self ? [uid] : []))
  return { uids, values: uids.map((uid) => Math.round(((median[uid] ?? 0) / top) * U16_MAX)) }
}
