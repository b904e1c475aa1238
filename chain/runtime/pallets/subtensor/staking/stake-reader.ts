import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { effectiveStake, inheritedStake } from '../../../../yuma/effective-stake.ts'
import { ROOT_NETUID } from '../constants.ts'
import { storage } from '../storage.ts'
import { hotkeyStakes } from './stake-place.ts'

/** Stake of hotkeys on a subnet as consensus sees it: with what parents give and without what children take. */
export interface StakeReader {
  /** Rao on the subnet that count for a hotkey. */
  alpha(hotkey: Uint8Array): bigint
  /** Rao on root that count for a hotkey, before their weight. */
  tao(hotkey: Uint8Array): bigint
  /** Both together, root at its weight, raw I64F64. */
  total(hotkey: Uint8Array): bigint
}

/** Whether any hotkey has given stake to another, on any subnet. The key is not looked at. */
export const hasFamilies = derive(
  [storage.ChildKeys, storage.ParentKeys],
  (state) => !isEmpty(storage.ChildKeys.entries(state)) || !isEmpty(storage.ParentKeys.entries(state)),
)

/** `StakeReader.total` of all hotkeys of a subnet, which are given by uid. */
export function totalStakes(state: Storage, netuid: number, hotkeys: readonly Uint8Array[]): bigint[] {
  if (hasFamilies(state, netuid)) return hotkeys.map(stakeReader(state, netuid).total)
  const taoWeight = storage.TaoWeight.get(state)
  return hotkeyStakes(state, netuid, hotkeys).map(({ total, onRoot }) =>
    effectiveStake(total.get(), onRoot.get(), taoWeight),
  )
}

/** Reads stakes of one subnet; the settings that all hotkeys share are read once. */
export function stakeReader(state: Storage, netuid: number): StakeReader {
  const taoWeight = storage.TaoWeight.get(state)
  const areFamilies = hasFamilies(state, netuid)
  const inherited = (hotkey: Uint8Array, on: number) => {
    const own = storage.TotalHotkeyAlpha.get(state, hotkey, on)
    return areFamilies ? inheritedOf(state, { hotkey, netuid, on }, own) : own
  }
  const alpha = (hotkey: Uint8Array) => inherited(hotkey, netuid)
  const tao = (hotkey: Uint8Array) => inherited(hotkey, ROOT_NETUID)
  return { alpha, tao, total: (hotkey) => effectiveStake(alpha(hotkey), tao(hotkey), taoWeight) }
}

const isEmpty = (entries: IterableIterator<unknown>) => entries.next().done === true

/** Stake on one network (`on`) by the families of another: those of a subnet share root stake too. */
function inheritedOf(
  state: Storage,
  { hotkey, netuid, on }: { readonly hotkey: Uint8Array; readonly netuid: number; readonly on: number },
  own: bigint,
): bigint {
  return inheritedStake(own, {
    children: storage.ChildKeys.get(state, hotkey, netuid).map(([proportion]) => proportion),
    parents: storage.ParentKeys.get(state, hotkey, netuid).map(([proportion, parent]) => ({
      proportion,
      stake: storage.TotalHotkeyAlpha.get(state, parent, on),
    })),
  })
}
