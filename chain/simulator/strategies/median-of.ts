import { shownMedian } from '../../../shared/weights/shown-median.ts'
import type { NetworkView } from '../play/network-view.ts'
import type { WeightRow } from './strategy.ts'

/** The stake-weighted median of the rows that are in force, all but the own; see `shownMedian`. */
export function medianOf(network: NetworkView, own: Uint8Array, kappa?: number): WeightRow {
  const permits = network.permits()
  const self = network.uidOf(own)
  const rows = Array.from({ length: network.size() }, (_, uid) => uid)
    .filter((uid) => uid !== self && permits[uid] === true)
    .map((uid) => {
      const { columns, values } = network.weightsOf(uid)
      return { uids: [...columns], values: [...values], stake: Number(network.stakeOf(network.hotkeyOf(uid))) }
    })
  return shownMedian(rows, { size: network.size(), self, kappa })
}
