import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

/** Whether a neuron that last announced itself in block `last` (0 for never) may again. */
export function mayAnnounce(state: Storage, netuid: number, last: bigint, block: number): boolean {
  const limit = storage.ServingRateLimit.get(state, netuid)
  return limit === 0n || last === 0n || BigInt(block) - last >= limit
}
