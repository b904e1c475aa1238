import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'
import { minedNetuids } from '../subnets/subnet.ts'
import { consistentHotkeys } from './hotkeys.ts'
import { isEpochDue } from './schedule.ts'

/** Subnets whose epoch is due but must wait for the next block, because this one will have run as many as it may. */
export function deferredNetuids(state: Storage, block: number): ReadonlySet<number> {
  const due = minedNetuids(state).filter((netuid) => isEpochDue(state, netuid, block))
  const limit = storage.MaxEpochsPerBlock.get(state)
  if (due.length <= limit) return new Set()
  // An epoch that is skipped takes no room.
  let room = limit
  const deferred = due.filter((netuid) => {
    if (room === 0) return true
    if (consistentHotkeys(state, netuid) !== undefined) room--
    return false
  })
  return new Set(deferred)
}
