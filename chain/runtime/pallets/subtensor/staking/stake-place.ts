import type { Cell } from '../../../../frame/cell.ts'
import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { ROOT_NETUID } from '../constants.ts'
import { storage } from '../storage.ts'
import type { Position } from './position.ts'
import type { SafeFloat } from './safe-float.ts'

/** Where the books have the stake of everybody on one hotkey, rao. */
export interface HotkeyStake {
  /** On the subnet. */
  readonly total: Cell<bigint, bigint>
  readonly onRoot: Cell<bigint, bigint>
}

/** Where the books have the stake of one coldkey on one hotkey: what paying into it reads and writes. */
export interface StakePlace extends Position, HotkeyStake {
  /** All shares of the hotkey's stake on the subnet. */
  readonly shares: Cell<SafeFloat, SafeFloat>
  /** Those of the coldkey. */
  readonly share: Cell<SafeFloat, SafeFloat>
}

const hotkeyStakeOf = (state: Storage, hotkey: Uint8Array, netuid: number): HotkeyStake => ({
  total: storage.TotalHotkeyAlpha.cell(state, hotkey, netuid),
  onRoot: storage.TotalHotkeyAlpha.cell(state, hotkey, ROOT_NETUID),
})

/** The place of a position. */
export const stakePlaceOf = (state: Storage, position: Position): StakePlace => {
  const { hotkey, coldkey, netuid } = position
  return {
    ...position,
    ...hotkeyStakeOf(state, hotkey, netuid),
    shares: storage.TotalHotkeySharesV2.cell(state, hotkey, netuid),
    share: storage.AlphaV2.cell(state, hotkey, coldkey, netuid),
  }
}

/** Stakes on the hotkeys of a subnet, which are given, by uid. */
export const hotkeyStakes = derive(
  [storage.SubnetworkN, storage.Keys],
  (state, netuid, hotkeys: readonly Uint8Array[]): readonly HotkeyStake[] =>
    hotkeys.map((hotkey) => hotkeyStakeOf(state, hotkey, netuid)),
)

/** Places of what the hotkeys of a subnet, which are given, have of their own coldkeys, by uid. */
export const ownStakePlaces = derive(
  [storage.SubnetworkN, storage.Keys, storage.Owner],
  (state, netuid, hotkeys: readonly Uint8Array[]): readonly StakePlace[] =>
    hotkeys.map((hotkey) => ownStakePlaceOf(state, hotkey, netuid)),
)

/** Place of what a hotkey has of its own coldkey. */
export const ownStakePlaceOf = (state: Storage, hotkey: Uint8Array, netuid: number): StakePlace =>
  stakePlaceOf(state, { hotkey, coldkey: storage.Owner.get(state, hotkey), netuid })
