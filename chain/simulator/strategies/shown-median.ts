import type { NetworkView } from '../play/network-view.ts'
import { rowOf } from './rows.ts'
import type { WeightRow } from './strategy.ts'
import { weightedMedian } from './weighted-median.ts'

/**
 * The stake-weighted median of the rows that are in force, all but the own: where consensus is. Empty before there is one.
 */
export function shownMedian(network: NetworkView, own: Uint8Array, kappa = 0.5): WeightRow {
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
  const uids = median.flatMap((value, uid) => (value > 0 && uid !== self ? [uid] : []))
  return rowOf(
    uids,
    uids.map((uid) => median[uid] ?? 0),
  )
}
