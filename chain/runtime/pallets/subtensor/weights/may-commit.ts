import type { DispatchContext } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import type { Storage } from '../../../../interface.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { errors } from '../errors.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'
import { mayUpdateWeights } from './checks.ts'

/** One mechanism of one subnet, as calls name it. */
export interface MechanismRef {
  readonly netuid: number
  readonly mecid: number
}

/** @throws ModuleError `MechanismDoesNotExist` */
export const ensureMechanism = (state: Storage, { netuid, mecid }: MechanismRef): void =>
  ensure(
    subnetExists(state, netuid) && mecid < storage.MechanismCountCurrent.get(state, netuid),
    errors.MechanismDoesNotExist,
    () => `netuid ${netuid}, mechanism ${mecid}`,
  )

/** @throws ModuleError `CommitRevealDisabled` */
export const ensureCommitReveal = (state: Storage, netuid: number): void =>
  ensure(storage.CommitRevealWeightsEnabled.get(state, netuid), errors.CommitRevealDisabled, () => `netuid ${netuid}`)

/** Who may commit, and for what. */
export interface Committer {
  readonly hotkey: Uint8Array
  readonly uid: number
  /** Mechanism index. */
  readonly index: number
}

/**
 * The checks that all commits share, in the order of the chain; `check` is one of timelocked commits alone.
 * @throws DispatchFaultError `BadOrigin`; ModuleError.
 */
export function ensureMayCommit(
  { state, block, origin }: Pick<DispatchContext, 'state' | 'block' | 'origin'>,
  mechanism: MechanismRef,
  check: () => void = () => {},
): Committer {
  const { netuid, mecid } = mechanism
  ensureMechanism(state, mechanism)
  const hotkey = ensureSigned(origin)
  ensureCommitReveal(state, netuid)
  check()
  const uid = storage.Uids.get(state, netuid, hotkey)
  if (uid === undefined) throw errors.HotKeyNotRegisteredInSubNet.make(`netuid ${netuid}`)
  const index = mechanismStorageIndex(netuid, mecid)
  ensure(
    mayUpdateWeights(state, { netuid, index, uid, block }),
    errors.CommittingWeightsTooFast,
    () => `block ${block}, last at ${storage.LastUpdate.get(state, index)[uid]}`,
  )
  return { hotkey, uid, index }
}

/** Most commits of one hotkey and mechanism that wait to be revealed. */
export const MOST_COMMITS = 10
