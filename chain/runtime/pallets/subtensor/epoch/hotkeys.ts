import { compareBytes } from '../../../../../shared/bytes.ts'
import { AccountNumbers } from '../../../../frame/account-numbers.ts'
import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

/** Lists by netuid as they were found last. Who takes part seldom changes, and a list that did not is the same array. */
const lastLists = new Map<number, readonly Uint8Array[]>()

/** Hotkeys of a subnet by uid. */
export const hotkeysOf = derive([storage.SubnetworkN, storage.Keys], findHotkeys)

function findHotkeys(state: Storage, netuid: number): readonly Uint8Array[] {
  const n = storage.SubnetworkN.get(state, netuid)
  const last = lastLists.get(netuid)
  const isLast = (hotkey: Uint8Array, uid: number) => hotkey === storage.Keys.get(state, netuid, uid)
  if (last !== undefined && last.length === n && last.every(isLast)) return last
  const hotkeys = Array.from({ length: n }, (_, uid) => storage.Keys.get(state, netuid, uid))
  lastLists.set(netuid, hotkeys)
  return hotkeys
}

/** What is found of a list of hotkeys, and forgotten with it. */
function remembered<T>(find: (hotkeys: readonly Uint8Array[]) => T): (hotkeys: readonly Uint8Array[]) => T {
  const known = new WeakMap<readonly Uint8Array[], { readonly found: T }>()
  return (hotkeys) => {
    const entry = known.get(hotkeys) ?? { found: find(hotkeys) }
    known.set(hotkeys, entry)
    return entry.found
  }
}

const areDifferent = remembered((hotkeys) => {
  const numbers = new AccountNumbers()
  return hotkeys.every((hotkey, uid) => numbers.of(hotkey) === uid)
})

/** Hotkeys by uid, `undefined` where one has two uids: an epoch over them would pay somebody twice. */
export function consistentHotkeys(state: Storage, netuid: number): readonly Uint8Array[] | undefined {
  const hotkeys = hotkeysOf(state, netuid)
  return areDifferent(hotkeys) ? hotkeys : undefined
}

/** Uids of a list of hotkeys in the order of the hotkeys. */
export const uidsInHotkeyOrder = remembered((hotkeys): readonly number[] =>
  hotkeys
    .map((hotkey, uid) => ({ hotkey, uid }))
    .sort((a, b) => compareBytes(a.hotkey, b.hotkey))
    .map(({ uid }) => uid),
)
