import { ObjectState } from '../../chain/frame/object-state.ts'
import { createFrozenValues } from './frozen-values.ts'
import type { MemoryStorage } from './memory-storage.ts'

/** An object state whose values are frozen, as storage for tests. */
export function createObjectStorage(): MemoryStorage {
  const state = new ObjectState({ onWrite: createFrozenValues().freeze })
  const entries = () => {
    const all: (readonly [key: Uint8Array, value: Uint8Array])[] = []
    for (let key = state.nextKey(new Uint8Array()); key !== undefined; key = state.nextKey(key))
      all.push([key, state.get(key) ?? new Uint8Array()])
    return all
  }
  return Object.assign(state, { entries })
}
