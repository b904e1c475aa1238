import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

/** Notes that a uid has set or committed weights of a mechanism in a block. Uids that were never noted read as 0. */
export function noteUpdate(state: Storage, index: number, uid: number, block: number): void {
  storage.LastUpdate.mutate(state, [index], (blocks) => {
    const next = [...blocks]
    while (next.length <= uid) next.push(0n)
    next[uid] = BigInt(block)
    return next
  })
}
