import { struct, vec } from '../../shared/scale/compound.ts'
import { Reader } from '../../shared/scale/reader.ts'
import { hash256 } from '../../shared/scale/substrate.ts'
import type { ScaleType } from '../../shared/scale/type.ts'
import { Writer } from '../../shared/scale/writer.ts'
import type { Storage } from '../interface.ts'
import type { EventRecord } from './event.ts'
import { defineStorage, value } from './storage.ts'
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

/** Adds encoded records to `System.Events` without decoding those that are there, as the block grows. */
export function appendEvents(state: Storage, { Events }: EventStorage, records: readonly Uint8Array[]): void {
  if (records.length === 0) return
  const old = state.get(Events.prefix)
  const writer = new Writer()
  if (old === undefined) {
    writer.compact(records.length)
  } else {
    const reader = new Reader(old)
    writer.compact(reader.compactNumber(Number.MAX_SAFE_INTEGER) + records.length)
    writer.bytes(old.subarray(reader.offset))
  }
  for (const record of records) writer.bytes(record)
  state.set(Events.prefix, writer.finish())
  system.EventCount.mutate(state, [], (count) => count + records.length)
}
