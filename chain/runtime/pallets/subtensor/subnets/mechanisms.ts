import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { errors } from '../errors.ts'
import { storage } from '../storage.ts'
import { minedNetuids } from './subnet.ts'

/** Mechanism indices have room for so many: 16 · 4096 = 65536. */
const MOST_MECHANISMS = 16
const U16_MAX = 65_535

/** Most uids of all mechanisms of a subnet together, which bounds the work of its epochs. */
export const MOST_UIDS_OF_MECHANISMS = 256

/** Whether a subnet with so many uids at most may have so many mechanisms. */
export const fitsMechanisms = (count: number, maxUids: number): boolean => count * maxUids <= MOST_UIDS_OF_MECHANISMS

/** @throws ModuleError `InvalidValue`, `TooManyUIDsPerMechanism` */
export function ensureMechanismCount(state: Storage, netuid: number, count: number): void {
  const most = Math.min(storage.MaxMechanismCount.get(state), MOST_MECHANISMS)
  ensure(count > 0 && count <= most, errors.InvalidValue, () => `${count} mechanisms, 1 to ${most} are valid`)
  const maxUids = storage.MaxAllowedUids.get(state, netuid)
  ensure(
    fitsMechanisms(count, maxUids),
    errors.TooManyUIDsPerMechanism,
    () => `${count} · ${maxUids} uids, at most ${MOST_UIDS_OF_MECHANISMS}`,
  )
}

/** @throws ModuleError `InvalidValue` */
export function ensureMechanismLimit(most: number): void {
  ensure(most > 0 && most <= MOST_MECHANISMS, errors.InvalidValue, () => `${most}, 1 to ${MOST_MECHANISMS} are valid`)
}

/** @throws ModuleError `InvalidValue` unless there are shares for some mechanisms and they sum to 65535. */
export function ensureSplit(state: Storage, netuid: number, split: readonly number[] | undefined): void {
  if (split === undefined) return
  const count = storage.MechanismCountCurrent.get(state, netuid)
  const sum = split.reduce((total, share) => total + share, 0)
  ensure(
    split.length > 0 && split.length <= count && sum === U16_MAX,
    errors.InvalidValue,
    () => `${split.length} shares for ${count} mechanisms, sum ${sum}`,
  )
}

/** Sets the number of mechanisms. What belongs to mechanisms that are no more is forgotten, and so is the split. */
export function setMechanismCount(state: Storage, netuid: number, count: number): void {
  const before = storage.MechanismCountCurrent.get(state, netuid)
  if (before === count) return
  for (let mecid = count; mecid < before; mecid++) forget(state, mechanismStorageIndex(netuid, mecid))
  storage.MechanismCountCurrent.put(state, [netuid], count)
  storage.MechanismEmissionSplit.remove(state, netuid)
}

/** Sets the most mechanisms of a subnet and cuts down those with more. */
export function limitMechanisms(state: Storage, most: number): void {
  storage.MaxMechanismCount.put(state, [], most)
  for (const netuid of minedNetuids(state))
    if (storage.MechanismCountCurrent.get(state, netuid) > most) setMechanismCount(state, netuid, most)
}

function forget(state: Storage, index: number): void {
  storage.Weights.clear(state, index)
  storage.Bonds.clear(state, index)
  storage.Incentive.remove(state, index)
  storage.LastUpdate.remove(state, index)
  storage.WeightCommits.clear(state, index)
  storage.TimelockedWeightCommits.clear(state, index)
}
