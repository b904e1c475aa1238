import { u64 } from '../../../../shared/scale/primitives.ts'
import { constant } from '../../../frame/constant.ts'
import { definePallet } from '../../../frame/pallet.ts'
import { RuntimePanic } from '../../../interface.ts'
import { checkTimestamp, nextTimestamp } from './inherent.ts'
import { createSet } from './set.ts'
import { storage } from './storage.ts'

/** The Timestamp pallet: the time of each block, at least half a slot after the one before. */
export function createTimestamp({ slotDurationMs }: { readonly slotDurationMs: number }) {
  const minimumPeriodMs = BigInt(Math.floor(slotDurationMs / 2))
  return definePallet({
    name: 'Timestamp',
    index: 2,
    docs: 'The time of each block.',
    constants: {
      MinimumPeriod: constant(u64, minimumPeriodMs, 'Least time between two blocks, milliseconds: half a slot.'),
    },
    storage,
    calls: { set: createSet(minimumPeriodMs) },
    hooks: {
      onFinalize({ state }) {
        if (!storage.DidUpdate.get(state)) throw new RuntimePanic('Timestamp must be updated once in the block')
        storage.DidUpdate.remove(state)
      },
    },
    inherent: (data, state) => ({
      pallet: 'Timestamp',
      call: 'set',
      args: { now: nextTimestamp(data, state, minimumPeriodMs) },
    }),
    checkInherent: (call, data, state) => checkTimestamp(call, data, state, minimumPeriodMs),
  })
}
