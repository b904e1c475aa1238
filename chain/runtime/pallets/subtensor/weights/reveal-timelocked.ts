import { AppError } from '../../../../../shared/errors.ts'
import { openTimelocked } from '../../../../../shared/timelock/timelock.ts'
import { type CommittedWeights, decodeWeightsPayload } from '../../../../../shared/timelock/weights-payload.ts'
import type { BlockContext } from '../../../../frame/call.ts'
import { derive } from '../../../../frame/derive.ts'
import { ModuleError } from '../../../../frame/error.ts'
import { mechanismStorageIndex } from '../../../../yuma/mechanisms.ts'
import { storage as drand } from '../../drand/storage.ts'
import { deferredNetuids } from '../epoch/deferral.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { minedNetuids } from '../subnets/subnet.ts'
import type { MechanismRef } from './may-commit.ts'
import { revealWindow } from './reveal-window.ts'
import { replaceWeights } from './set-weights.ts'

type TimelockedCommit = readonly [hotkey: Uint8Array, block: bigint, bytes: Uint8Array, round: bigint]

/**
 * Sets the timelocked weights that are due, before the epochs of this block, which therefore use them. A subnet whose
 * epoch must wait for the next block waits with it. What cannot be opened or set is dropped; what lacks its pulse stays
 * until the next epoch. Emits WeightsSet and TimelockedWeightsRevealed.
 */
export function revealTimelocked(context: BlockContext): void {
  const { state, block } = context
  if (!areWaiting(state, 0)) return
  const deferred = deferredNetuids(state, block)
  for (const netuid of minedNetuids(state)) {
    if (deferred.has(netuid)) continue
    const count = storage.MechanismCountCurrent.get(state, netuid)
    for (let mecid = 0; mecid < count; mecid++) revealMechanism(context, { netuid, mecid })
  }
}

/** Whether any commit waits, on any subnet. The key is not looked at. */
const areWaiting = derive(
  [storage.TimelockedWeightCommits],
  (state) => storage.TimelockedWeightCommits.entries(state).next().done !== true,
)

function revealMechanism(context: BlockContext, mechanism: MechanismRef): void {
  const { state, block } = context
  const index = mechanismStorageIndex(mechanism.netuid, mechanism.mecid)
  const queues = [...storage.TimelockedWeightCommits.entries(state, index)]
  if (queues.length === 0) return
  const { current, period } = revealWindow(state, mechanism.netuid, block)
  const due = current > period ? current - period : 0n
  for (const [[, epoch]] of queues) if (epoch < due) storage.TimelockedWeightCommits.remove(state, index, epoch)
  if (current < period) return
  const queue = queues.find(([[, epoch]]) => epoch === due)?.[1] ?? []
  const kept = queue.filter((commit) => !isDone(context, mechanism, commit))
  if (kept.length === queue.length) return
  if (kept.length === 0) storage.TimelockedWeightCommits.remove(state, index, due)
  else storage.TimelockedWeightCommits.put(state, [index, due], kept)
}

/** Whether a commit was dealt with: set or dropped. */
function isDone(context: BlockContext, { netuid, mecid }: MechanismRef, commit: TimelockedCommit): boolean {
  const [hotkey, , bytes, round] = commit
  const { state } = context
  const pulse = drand.Pulses.get(state, round)
  if (pulse === undefined) return false
  const weights = openWeights(bytes, pulse.signature, hotkey)
  if (weights === undefined) return true
  const { uids: dests, values, versionKey } = weights
  state.begin()
  try {
    replaceWeights(context, { hotkey, netuid, mecid, dests, weights: values, versionKey })
    state.commit()
  } catch (error) {
    state.rollback()
    if (error instanceof ModuleError) return true
    throw error
  }
  context.deposit(events.TimelockedWeightsRevealed([mechanismStorageIndex(netuid, mecid), hotkey]))
  return true
}

/** What a ciphertext holds; `undefined` for anything that is not weights of this hotkey locked to this round. */
function openWeights(bytes: Uint8Array, signature: Uint8Array, hotkey: Uint8Array): CommittedWeights | undefined {
  try {
    return decodeWeightsPayload(openTimelocked(bytes, signature), hotkey)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
