import { u16 } from '../../../../../shared/scale/primitives.ts'
import type { AnyType } from '../../../../../shared/scale/type.ts'
import type { AnyStorageItem } from '../../../../frame/storage.ts'
import type { Storage } from '../../../../interface.ts'
import { storage as assets } from '../../alpha-assets/storage.ts'
import { storage as commitments } from '../../commitments/storage.ts'
import { storage as swap } from '../../swap/storage.ts'
import { storage } from '../storage.ts'
import { mechanismIndices } from './subnet.ts'

const ITEMS: readonly AnyStorageItem[] = [
  ...Object.values(storage),
  ...Object.values(assets),
  ...Object.values(swap),
  ...Object.values(commitments),
].filter((item) => item !== storage.RegisteredSubnetCounter)

/** Where a netuid (or a mechanism index) stands among the keys of an item: the first `u16`. */
const netuidAt = (item: AnyStorageItem): number => {
  const keys: readonly { readonly type: AnyType }[] = item.def.keys
  return keys.findIndex(({ type }) => type === u16)
}

const LED_BY_NETUID = ITEMS.filter((item) => netuidAt(item) === 0)
const WITH_NETUID_LATER = ITEMS.filter((item) => netuidAt(item) > 0)

/** Removes every entry of a subnet from storage, also what root stakers could claim; the netuid can be given out again. */
export function forgetSubnet(state: Storage, netuid: number): void {
  storage.TotalNetworks.mutate(state, [], (count) => count - 1)
  for (const [[hotkey], rates] of [...storage.RootClaimable.entries(state)])
    if (rates.some(([of]) => of === netuid))
      storage.RootClaimable.put(
        state,
        [hotkey],
        rates.filter(([of]) => of !== netuid),
      )
  for (const item of WITH_NETUID_LATER) {
    const at = netuidAt(item)
    for (const [keys] of [...item.entries(state)]) if (keys[at] === netuid) item.remove(state, ...keys)
  }
  for (const index of new Set([netuid, ...mechanismIndices(state, netuid)]))
    for (const item of LED_BY_NETUID) item.clear(state, index)
}
