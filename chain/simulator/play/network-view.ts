import { U16_MAX } from '../../../shared/units.ts'
import type { Storage } from '../../interface.ts'
import { reducibleBalance } from '../../runtime/pallets/balances/account.ts'
import { stakeOf } from '../../runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import type { Row } from '../../yuma/rows.ts'

/** What the chain shows of a subnet, read when it is asked. Lists are by uid; nobody may write to them. */
export interface NetworkView {
  readonly netuid: number
  /** The block being built. */
  block(): number
  /** Uids of the subnet. */
  size(): number
  uidOf(hotkey: Uint8Array): number | undefined
  hotkeyOf(uid: number): Uint8Array
  /** Weights that are in force: with commit and reveal, those revealed. */
  weightsOf(uid: number): Row
  /** Of 65 535. */
  consensus(): readonly number[]
  incentive(): readonly number[]
  dividends(): readonly number[]
  validatorTrust(): readonly number[]
  permits(): readonly boolean[]
  /** Rao of the last epoch. */
  emission(): readonly bigint[]
  /** Block in which each uid last set or committed weights. */
  lastUpdate(): readonly bigint[]
  registeredAt(uid: number): bigint
  /** Rao staked on a hotkey by everybody. */
  stakeOf(hotkey: Uint8Array): bigint
  /** Rao that one coldkey has staked on a hotkey. */
  ownStakeOf(hotkey: Uint8Array, coldkey: Uint8Array): bigint
  /** Share of the dividends that a hotkey keeps from those who stake on it, 0 to 1. */
  takeOf(hotkey: Uint8Array): number
  /** Rao of a coldkey that it can spend. */
  balanceOf(coldkey: Uint8Array): bigint
  /** Rao that a registration costs now. */
  price(): bigint
  tempo(): number
}

/** Looks at a subnet. */
export function openNetworkView(state: Storage, netuid: number, block: () => number): NetworkView {
  return {
    netuid,
    block,
    size: () => storage.SubnetworkN.get(state, netuid),
    uidOf: (hotkey) => storage.Uids.get(state, netuid, hotkey),
    hotkeyOf: (uid) => storage.Keys.get(state, netuid, uid),
    weightsOf: (uid) => storage.Weights.get(state, netuid, uid),
    consensus: () => storage.Consensus.get(state, netuid),
    incentive: () => storage.Incentive.get(state, netuid),
    dividends: () => storage.Dividends.get(state, netuid),
    validatorTrust: () => storage.ValidatorTrust.get(state, netuid),
    permits: () => storage.ValidatorPermit.get(state, netuid),
    emission: () => storage.Emission.get(state, netuid),
    lastUpdate: () => storage.LastUpdate.get(state, netuid),
    registeredAt: (uid) => storage.BlockAtRegistration.get(state, netuid, uid),
    stakeOf: (hotkey) => storage.TotalHotkeyAlpha.get(state, hotkey, netuid),
    ownStakeOf: (hotkey, coldkey) => stakeOf(state, { hotkey, coldkey, netuid }),
    takeOf: (hotkey) => storage.Delegates.get(state, hotkey) / U16_MAX,
    balanceOf: (coldkey) => reducibleBalance(state, coldkey, 'preserve'),
    price: () => storage.Burn.get(state, netuid),
    tempo: () => storage.Tempo.get(state, netuid),
  }
}

/** The view with copies of all that it shows, for who might write to it. */
export const withCopies = (view: NetworkView): NetworkView => ({
  ...view,
  hotkeyOf: (uid) => view.hotkeyOf(uid).slice(),
  weightsOf(uid) {
    const { columns, values } = view.weightsOf(uid)
    return { columns: columns.slice(), values: values.slice() }
  },
  consensus: () => [...view.consensus()],
  incentive: () => [...view.incentive()],
  dividends: () => [...view.dividends()],
  validatorTrust: () => [...view.validatorTrust()],
  permits: () => [...view.permits()],
  emission: () => [...view.emission()],
  lastUpdate: () => [...view.lastUpdate()],
})
