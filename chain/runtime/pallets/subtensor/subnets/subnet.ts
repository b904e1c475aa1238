import { concat, equalBytes, utf8 } from '../../../../../shared/bytes.ts'
import { derive } from '../../../../frame/derive.ts'
import type { Storage } from '../../../../interface.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { ROOT_NETUID } from '../constants.ts'
import { storage } from '../storage.ts'

/** Whether a subnet exists. */
export const subnetExists = (state: Storage, netuid: number): boolean => storage.NetworksAdded.get(state, netuid)

/**
 * All subnets with root, in the order of their storage keys: ascending below 256, which is the order that the chain
 * visits them in.
 */
export const allNetuids = (state: Storage): readonly number[] => netuids(state, 0).all

/** `allNetuids` without root. */
export const minedNetuids = (state: Storage): readonly number[] => netuids(state, 0).mined

const netuids = derive([storage.NetworksAdded], (state) => {
  const all: number[] = []
  for (const [[netuid], isAdded] of storage.NetworksAdded.entries(state)) if (isAdded) all.push(netuid)
  return { all, mined: all.filter((netuid) => netuid !== ROOT_NETUID) }
})

/** Storage keys of all mechanisms of a subnet, in order. */
export const mechanismIndices = (state: Storage, netuid: number): number[] =>
  Array.from({ length: storage.MechanismCountCurrent.get(state, netuid) }, (_, mecid) =>
    mechanismStorageIndex(netuid, mecid),
  )

const ACCOUNT_PREFIX = utf8('modlsubtensr')

/** The account that holds the TAO of a subnet; nobody has its key. */
export function subnetAccount(netuid: number): Uint8Array {
  const account = new Uint8Array(32)
  account.set(concat(ACCOUNT_PREFIX, Uint8Array.of(netuid & 0xff, netuid >> 8)))
  return account
}

/** Whether an account is that of a subnet, existing or not. */
export const isSubnetAccount = (who: Uint8Array): boolean =>
  equalBytes(who.subarray(0, ACCOUNT_PREFIX.length), ACCOUNT_PREFIX) &&
  who.subarray(ACCOUNT_PREFIX.length + 2).every((byte) => byte === 0)

/** Whether an account owns a subnet. */
export const isSubnetOwner = (state: Storage, netuid: number, who: Uint8Array): boolean =>
  subnetExists(state, netuid) && equalBytes(storage.SubnetOwner.get(state, netuid), who)
