import type { Storage } from '../../interface.ts'
import { buildGenesis } from '../../runtime/genesis.ts'
import { raiseIssuance } from '../../runtime/pallets/balances/account.ts'
import { mirrorIssuance } from '../../runtime/pallets/subtensor/issuance.ts'
import { createHotkey } from '../../runtime/pallets/subtensor/registration/hotkey-account.ts'
import { appendNeuron } from '../../runtime/pallets/subtensor/registration/neuron-slots.ts'
import { increaseStake } from '../../runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import { createSubnet, installOwner } from '../../runtime/pallets/subtensor/subnets/create.ts'
import type { ActorKeys } from './actor-keys.ts'

/** A neuron that is there from the start. */
export interface Seat {
  readonly keys: ActorKeys
  /** Staked on its hotkey by its own coldkey, rao. */
  readonly stake: bigint
}

/** What a subnet to be simulated starts with. */
export interface SubnetGenesis {
  readonly netuid: number
  /** Blocks between two epochs. */
  readonly tempo: number
  readonly maxUids: number
  /** Owns the subnet; its hotkey is uid 0. */
  readonly owner: ActorKeys
  /** From uid 1 on. */
  readonly seats: readonly Seat[]
  /** Free balance of each coldkey that has no seat yet and may want one, rao. */
  readonly endowments: readonly { readonly who: Uint8Array; readonly rao: bigint }[]
}

/**
 * Writes a chain with one started subnet, all seats taken: constant price of its token, direct weights without a rate
 * limit, no root subnet's epochs beside it. Everything else is as the chain gives it to a new subnet.
 */
export function writeSubnet(state: Storage, setup: SubnetGenesis): void {
  const { netuid, tempo, maxUids, owner, seats, endowments } = setup
  // Tempo 0: the subnet that every network begins with has no epochs.
  buildGenesis(state, { tempo: 0, adminFreezeWindow: 0, endowments })
  createSubnet(state, { netuid, tempo, mechanism: 0, block: 0 })
  storage.MaxAllowedUids.put(state, [netuid], maxUids)
  storage.CommitRevealWeightsEnabled.put(state, [netuid], false)
  storage.WeightsSetRateLimit.put(state, [netuid], 0n)
  storage.FirstEmissionBlockNumber.put(state, [netuid], 1n)
  storage.SubtokenEnabled.put(state, [netuid], true)
  createHotkey(state, owner.coldkey, owner.hotkey)
  installOwner(state, { netuid, ...owner, block: 0 })
  for (const { keys, stake } of seats) {
    createHotkey(state, keys.coldkey, keys.hotkey)
    appendNeuron(state, { netuid, hotkey: keys.hotkey, block: 0 })
    if (stake === 0n) continue
    increaseStake(state, { ...keys, netuid }, stake)
    raiseIssuance(state, stake)
  }
  mirrorIssuance(state)
}
