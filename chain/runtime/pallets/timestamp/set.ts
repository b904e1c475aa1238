import { compactU64 } from '../../../../shared/scale/compact.ts'
import { defineCall } from '../../../frame/call.ts'
import { ensureNone } from '../../../frame/origin.ts'
import { RuntimePanic } from '../../../interface.ts'
import { storage } from './storage.ts'

/** The first call of every block. `minimumPeriodMs` is the least time between two blocks. */
export const createSet = (minimumPeriodMs: bigint) =>
  defineCall({
    index: 0,
    docs: `Sets the time of the block, milliseconds since the Unix epoch.
           The block's author makes this call, once in each block and before any other.`,
    args: { now: compactU64 },
    class: 'mandatory',
    refTime: 50_000_000n,
    dispatch({ origin, state }, { now }) {
      ensureNone(origin)
      if (storage.DidUpdate.get(state)) throw new RuntimePanic('Timestamp must be updated only once in the block')
      const before = storage.Now.get(state)
      if (before !== 0n && now < before + minimumPeriodMs)
        throw new RuntimePanic(
          `Timestamp must increment by at least <MinimumPeriod> between sequential blocks: ${before} then ${now}, at least ${minimumPeriodMs} ms apart`,
        )
      storage.Now.put(state, [], now)
      storage.DidUpdate.put(state, [], true)
    },
  })
