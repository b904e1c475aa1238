import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { addEvents, collectEvents } from '../../../chain/frame/event-record.ts'
import { storage } from '../../../chain/frame/system/storage.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { encode } from '../../../shared/scale/type.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'
import { counterEvents, createTinyRuntime } from '../../support/tiny-runtime.ts'

beforeAll(cryptoReady)

test('events added in any portions are those that would be written at once', () => {
  const { eventStorage } = createTinyRuntime().tables
  const record = (n: number) => ({
    phase: { tag: 'Finalization' } as const,
    event: counterEvents.Started([n]),
    topics: [],
  })
  fc.assert(
    // Up to 120 events: the count's own length grows from one to two bytes on the way.
    fc.property(fc.array(fc.nat(30), { maxLength: 6 }), (portions) => {
      const state = createMemoryStorage()
      let n = 0
      for (const size of portions)
        addEvents(
          state,
          Array.from({ length: size }, () => encode(eventStorage.eventRecord, record(n++))),
        )
      const size = state.entries().length
      collectEvents(state, eventStorage)
      const written = eventStorage.Events.get(state)
      expect(written).toMatchObject(Array.from({ length: n }, (_, i) => ({ event: { name: 'Started', data: [i] } })))
      expect(written).toHaveLength(n)
      expect(storage.EventCount.get(state)).toBe(n)
      // Nothing stays but the count and the list.
      expect(state.entries()).toHaveLength(n === 0 ? 0 : 2)
      expect(size).toBe(n === 0 ? 0 : 1 + portions.filter((portion) => portion > 0).length)
    }),
  )
})
