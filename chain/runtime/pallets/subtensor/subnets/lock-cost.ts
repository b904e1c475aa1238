import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

const NETWORK_LAST_REGISTERED = { tag: 'NetworkLastRegistered' } as const

/** Block in which a subnet was last registered, 0 for never. */
export const lastRegistrationBlock = (state: Storage): bigint =>
  storage.LastRateLimitedBlock.get(state, NETWORK_LAST_REGISTERED)

/** Remembers that a subnet was registered in this block. */
export const noteRegistration = (state: Storage, block: number): void =>
  storage.LastRateLimitedBlock.put(state, [NETWORK_LAST_REGISTERED], BigInt(block))

/** Whether the rate limit for new subnets has passed. */
export function mayRegisterSubnet(state: Storage, block: number): boolean {
  const last = lastRegistrationBlock(state)
  return last === 0n || BigInt(block) - last >= storage.NetworkRateLimit.get(state)
}

/**
 * Price of a subnet in rao: double the last price right after a registration, falling in a straight line by the last
 * price per reduction interval, never below the minimum.
 */
export function lockCost(state: Storage, block: number): bigint {
  const lastBlock = lastRegistrationBlock(state)
  const lastCost = storage.NetworkLastLockCost.get(state)
  const minimum = storage.NetworkMinLockCost.get(state)
  const interval = storage.NetworkLockReductionInterval.get(state)
  const perBlock = interval === 0n ? 0n : lastCost / interval
  const cost = lastCost * (lastBlock === 0n ? 1n : 2n) - perBlock * (BigInt(block) - lastBlock)
  return cost > minimum ? cost : minimum
}
