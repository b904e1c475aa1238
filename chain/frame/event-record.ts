import { concat } from '../../shared/bytes.ts'
import { bytes, struct, vec } from '../../shared/scale/compound.ts'
import { u32 } from '../../shared/scale/primitives.ts'
import { hash256 } from '../../shared/scale/substrate.ts'
import type { ScaleType } from '../../shared/scale/type.ts'
import { Writer } from '../../shared/scale/writer.ts'
import type { Storage } from '../interface.ts'
import type { EventRecord } from './event.ts'
import { defineStorage, map, twox, value } from './storage.ts'
import { storage as system } from './system/storage.ts'
import { phase } from './system/types.ts'

/** `System.Events` of a runtime: its type holds the events of all pallets. */
export function createEventStorage(event: ScaleType<EventRecord>) {
  const eventRecord = {
    ...struct(['frame_system', 'EventRecord'], { phase, event, topics: vec(hash256) }),
    params: [
      { name: 'E', type: event },
      { name: 'T', type: hash256 },
    ],
  }
  const { Events } = defineStorage('System', {
    Events: value(vec(eventRecord), {
      default: [],
      docs: 'Events of the current block; cleared when the next begins.',
    }),
  })
  return { Events, eventRecord }
}
export type EventStorage = ReturnType<typeof createEventStorage>

/**
 * Events of the block under construction, in portions. One list would be copied for every extrinsic of a long block, so
 * `System.Events` is written once, at the end. Empty between blocks, hence not in metadata.
 */
const { EventPortions } = defineStorage('System', {
  EventPortions: map([twox(u32)], struct([], { count: u32, records: bytes() }), {
    default: { count: 0, records: new Uint8Array() },
    docs: 'Encoded records by the number of the first of them.',
  }),
})

/** Adds encoded records to the events of the block under construction. */
export function addEvents(state: Storage, records: readonly Uint8Array[]): void {
  if (records.length === 0) return
  const first = system.EventCount.get(state)
  EventPortions.put(state, [first], { count: records.length, records: concat(...records) })
  system.EventCount.put(state, [], first + records.length)
}

/** Writes `System.Events` from all that was added since the block began. */
export function collectEvents(state: Storage, { Events }: EventStorage): void {
  const total = system.EventCount.get(state)
  const writer = new Writer()
  writer.compact(total)
  for (let first = 0; first < total; ) {
    const { count, records } = EventPortions.get(state, first)
    if (count === 0) throw new RangeError(`events from ${first} of ${total} on are missing`)
    EventPortions.remove(state, first)
    writer.bytes(records)
    first += count
  }
  if (total > 0) state.set(Events.prefix, writer.finish())
}
