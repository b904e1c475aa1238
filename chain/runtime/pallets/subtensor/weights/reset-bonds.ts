import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'
import { mechanismIndices } from '../subnets/subnet.ts'

/**
 * Forgets all bonds to a neuron, in every mechanism, where the subnet allows it: a miner that changed its model should
 * not live off what validators thought of the old one.
 */
export function resetBonds(state: Storage, netuid: number, hotkey: Uint8Array): void {
  if (!storage.BondsResetOn.get(state, netuid)) return
  const uid = storage.Uids.get(state, netuid, hotkey)
  if (uid === undefined) return
  for (const index of mechanismIndices(state, netuid))
    for (const [[, from], { columns, values }] of [...storage.Bonds.entries(state, index)]) {
      if (!columns.includes(uid)) continue
      const isKept = (_: number, at: number) => columns[at] !== uid
      storage.Bonds.put(state, [index, from], { columns: columns.filter(isKept), values: values.filter(isKept) })
    }
}
