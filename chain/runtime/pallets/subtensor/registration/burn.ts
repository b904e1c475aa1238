import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { bumpBurn, decayBurn } from '../../../../yuma/burn.ts'
import { storage } from '../storage.ts'
import { allNetuids } from '../subnets/subnet.ts'

const bounds = derive([storage.MinBurn, storage.MaxBurn], (state, netuid) => ({
  minBurn: storage.MinBurn.get(state, netuid),
  maxBurn: storage.MaxBurn.get(state, netuid),
}))

/** Raises the registration price of a subnet after a registration. */
export function raiseBurn(state: Storage, netuid: number): void {
  const multiplier = storage.BurnIncreaseMult.get(state, netuid)
  const burn = bumpBurn(storage.Burn.get(state, netuid), multiplier, bounds(state, netuid))
  storage.Burn.put(state, [netuid], burn)
}

/** Lets the registration prices of all subnets fall by one block and forgets the registrations of the last one. */
export function updateRegistrationPrices(state: Storage, block: number): void {
  for (const netuid of allNetuids(state)) {
    if (block > 1) {
      const old = storage.Burn.get(state, netuid)
      const burn = decayBurn(old, storage.BurnHalfLife.get(state, netuid), bounds(state, netuid))
      if (burn !== old) storage.Burn.put(state, [netuid], burn)
    }
    storage.RegistrationsThisBlock.remove(state, netuid)
  }
}
