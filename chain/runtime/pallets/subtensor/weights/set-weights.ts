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
import { isDueAgain, isLongEnough, isSelfWeight, meetsThreshold, type RawRow } from './checks.ts'
import { columnsOf } from './columns.ts'
import { noteUpdate } from './last-update.ts'
import { weightRules } from './rules.ts'

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
  const rules = weightRules(state, netuid)
  const { n, lowestVersionKey, isDirect } = rules
  ensure(mecid < rules.mechanisms, errors.MechanismDoesNotExist, () => `netuid ${netuid}, mechanism ${mecid}`)
  ensure(dests.length <= n, errors.UidsLengthExceedUidsInSubNet, () => `${dests.length} uids given, ${n} exist`)
  const uid = storage.Uids.get(state, netuid, hotkey)
  if (uid === undefined) throw errors.HotKeyNotRegisteredInSubNet.make(`netuid ${netuid}`)
  ensure(meetsThreshold(state, hotkey, netuid, rules), errors.NotEnoughStakeToSetWeights)
  ensure(
    lowestVersionKey === 0n || versionKey >= lowestVersionKey,
    errors.IncorrectWeightVersionKey,
    () => `key ${versionKey}, at least ${lowestVersionKey}`,
  )
  const index = mechanismStorageIndex(netuid, mecid)
  ensure(
    !isDirect || isDueAgain(state, { index, uid, block }, rules.rateLimit),
    errors.SettingWeightsTooFast,
    () => `block ${block}, last at ${storage.LastUpdate.get(state, index)[uid]}`,
  )
  ensure(
    isSelfWeight(uid, update) ||
      equalBytes(rules.ownerHotkey, hotkey) ||
      storage.ValidatorPermit.get(state, netuid)[uid] === true,
    errors.NeuronNoValidatorPermit,
  )
  const columns = columnsOf(dests)
  ensure(!columns.hasDuplicates, errors.DuplicateUids)
  ensure(columns.largest < n, errors.UidVecContainInvalidOne, () => `${n} uids exist`)
  ensure(
    isLongEnough(uid, update, rules),
    errors.WeightVecLengthIsLow,
    () => `${weights.length} weights, at least ${Math.min(n, rules.minAllowed)}`,
  )

  // The limit on single weights is 65535 on every subnet, which the largest scaled weight just meets.
  const row = { columns: columns.uids, values: maxUpscale(weights) }
  storage.Weights.put(state, [index, uid], row)
  if (isDirect) noteUpdate(state, index, uid, block)
  deposit(events.WeightsSet([index, uid]))
}

/** Refuses where weights must be committed first. Comes before everything else, even the origin. */
export function ensureDirectWeights(state: Storage, netuid: number): void {
  ensure(!storage.CommitRevealWeightsEnabled.get(state, netuid), errors.CommitRevealEnabled, () => `netuid ${netuid}`)
}
