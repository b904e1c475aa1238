import type { Storage } from '../interface.ts'
import { ObjectState } from './object-state.ts'
import type { ItemLayout } from './object-table.ts'

/**
 * What `find` makes of a few storage items, and of a number such as a netuid. A state that holds objects keeps it until
 * one of these items is written, so `find` must read no others; cells of any item it may keep. Other states, which do not
 * count writes, have it found every time. The result is shared: nobody may change it.
 * @param find may be given what the caller knows already, so long as that follows from the same items.
 */
export function derive<T, G = void>(
  items: readonly { readonly layout: ItemLayout }[],
  find: (state: Storage, key: number, given: G) => T,
): (state: Storage, key: number, given: G) => T {
  const layouts = items.map(({ layout }) => layout)
  const known = new WeakMap<ObjectState, Map<number, { readonly writes: number; readonly found: T }>>()
  return (state, key, given) => {
    if (!(state instanceof ObjectState)) return find(state, key, given)
    let ofState = known.get(state)
    if (ofState === undefined) {
      ofState = new Map()
      known.set(state, ofState)
    }
    // Counts only grow, so the same sum means that none of them has.
    const writes = state.writesTo(layouts)
    const last = ofState.get(key)
    if (last !== undefined && last.writes === writes) return last.found
    const found = find(state, key, given)
    ofState.set(key, { writes, found })
    return found
  }
}
