import { equalBytes } from '../../../../../shared/bytes.ts'
import type { BlockContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { maxUpscale } from '../../../../yuma/upscale.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'
import {
  hasDuplicates,
  hasStakeForWeights,
  isLongEnough,
  isSelfWeight,
  mayUpdateWeights,
  type RawRow,
} from './checks.ts'
import { noteUpdate } from './last-update.ts'

export interface WeightsUpdate extends RawRow {
  readonly hotkey: Uint8Array
  readonly netuid: number
  readonly mecid: number
  readonly versionKey: bigint
}

/**
 * Replaces the weight row of a neuron. Values are scaled so that the largest is 65535. While weights are committed and
 * revealed, the rate limit belongs to the commit, so neither is it checked here nor the time of the update kept.
 * Emits WeightsSet. @throws ModuleError in the order of the checks.
 */
export function replaceWeights({ state, block, deposit }: BlockContext, update: WeightsUpdate): void {
  const { hotkey, netuid, mecid, dests, weights, versionKey } = update
  ensure(netuid !== ROOT_NETUID, errors.CanNotSetRootNetworkWeights)
  ensure(
    dests.length === weights.length,
    errors.WeightVecNotEqualSize,
    () => `${dests.length} uids, ${weights.length} weights`,
  )
  ensure(
    subnetExists(state, netuid) && mecid < storage.MechanismCountCurrent.get(state, netuid),
    errors.MechanismDoesNotExist,
    () => `netuid ${netuid}, mechanism ${mecid}`,
  )
  const n = storage.SubnetworkN.get(state, netuid)
  ensure(dests.length <= n, errors.UidsLengthExceedUidsInSubNet, () => `${dests.length} uids given, ${n} exist`)
  const uid = storage.Uids.get(state, netuid, hotkey)
  if (uid === undefined) throw errors.HotKeyNotRegisteredInSubNet.make(`netuid ${netuid}`)
  ensure(hasStakeForWeights(state, hotkey, netuid), errors.NotEnoughStakeToSetWeights)
  const lowestKey = storage.WeightsVersionKey.get(state, netuid)
  ensure(
    lowestKey === 0n || versionKey >= lowestKey,
    errors.IncorrectWeightVersionKey,
    () => `key ${versionKey}, at least ${lowestKey}`,
  )
  const index = mechanismStorageIndex(netuid, mecid)
  const isDirect = !storage.CommitRevealWeightsEnabled.get(state, netuid)
  ensure(
    !isDirect || mayUpdateWeights(state, { netuid, index, uid, block }),
    errors.SettingWeightsTooFast,
    () => `block ${block}, last at ${storage.LastUpdate.get(state, index)[uid]}`,
  )
  ensure(isSelfWeight(uid, update) || hasPermit(state, netuid, uid, hotkey), errors.NeuronNoValidatorPermit)
  ensure(!hasDuplicates(dests), errors.DuplicateUids)
  ensure(largestOf(dests) < n, errors.UidVecContainInvalidOne, () => `${n} uids exist`)
  const minAllowed = storage.MinAllowedWeights.get(state, netuid)
  ensure(
    isLongEnough(uid, update, { n, minAllowed }),
    errors.WeightVecLengthIsLow,
    () => `${weights.length} weights, at least ${Math.min(n, minAllowed)}`,
  )

  // The limit on single weights is 65535 on every subnet, which the largest scaled weight just meets.
  const row = { columns: columnsOf(dests), values: maxUpscale(weights) }
  storage.Weights.put(state, [index, uid], row)
  if (isDirect) noteUpdate(state, index, uid, block)
  deposit(events.WeightsSet([index, uid]))
}

/** Refuses where weights must be committed first. Comes before everything else, even the origin. */
export function ensureDirectWeights(state: Storage, netuid: number): void {
  ensure(!storage.CommitRevealWeightsEnabled.get(state, netuid), errors.CommitRevealEnabled, () => `netuid ${netuid}`)
}

function hasPermit(state: Storage, netuid: number, uid: number, hotkey: Uint8Array): boolean {
  if (equalBytes(storage.SubnetOwnerHotkey.get(state, netuid), hotkey)) return true
  return storage.ValidatorPermit.get(state, netuid)[uid] === true
}

/** -1 for none. */
function largestOf(dests: readonly number[]): number {
  let largest = -1
  for (let at = 0; at < dests.length; at++) largest = Math.max(largest, dests[at] ?? 0)
  return largest
}

let columns = new Uint16Array(0)

/** Validators of a subnet mostly weigh the same uids: then they share one array, which takes longer to make than to compare. */
function columnsOf(dests: readonly number[]): Uint16Array {
  let at = columns.length === dests.length ? 0 : -1
  while (at >= 0 && at < dests.length && columns[at] === dests[at]) at++
  if (at < dests.length) columns = Uint16Array.from(dests)
  return columns
}
