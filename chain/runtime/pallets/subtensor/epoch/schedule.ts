import type { Storage } from '../../../../interface.ts'
import { MAX_TEMPO } from '../constants.ts'
import { storage } from '../storage.ts'

/** Blocks that no count of blocks reaches: what "never" is on chain. */
export const NEVER = (1n << 64n) - 1n

/** Blocks from `block` to the next epoch by tempo; `NEVER` for tempo 0. An epoch asked for does not count. */
export function blocksUntilAutoEpoch(schedule: { lastEpochBlock: bigint; tempo: number; block: bigint }): bigint {
  if (schedule.tempo === 0) return NEVER
  const next = schedule.lastEpochBlock + BigInt(schedule.tempo)
  return next > schedule.block ? next - schedule.block : 0n
}

/** Block of the next epoch, asked for or by tempo; `undefined` for tempo 0. */
export function nextEpochBlock(schedule: {
  lastEpochBlock: bigint
  tempo: number
  pendingEpochAt: bigint
}): bigint | undefined {
  if (schedule.tempo === 0) return undefined
  const auto = schedule.lastEpochBlock + BigInt(schedule.tempo)
  return schedule.pendingEpochAt > 0n && schedule.pendingEpochAt < auto ? schedule.pendingEpochAt : auto
}

const read = (state: Storage, netuid: number) => ({
  lastEpochBlock: storage.LastEpochBlock.get(state, netuid),
  tempo: storage.Tempo.get(state, netuid),
  pendingEpochAt: storage.PendingEpochAt.get(state, netuid),
})

/** `nextEpochBlock` of a subnet. */
export const nextEpochOf = (state: Storage, netuid: number): bigint | undefined => nextEpochBlock(read(state, netuid))

/** Whether a subnet's epoch runs in this block: by tempo, because it was asked for, or because none ran for too long. */
export function isEpochDue(state: Storage, netuid: number, block: number): boolean {
  const { lastEpochBlock, tempo, pendingEpochAt } = read(state, netuid)
  const now = BigInt(block)
  if (tempo === 0) return false
  if (pendingEpochAt > 0n && now >= pendingEpochAt) return true
  if (storage.BlocksSinceLastStep.get(state, netuid) > BigInt(MAX_TEMPO)) return true
  return now - lastEpochBlock >= BigInt(tempo)
}

/** Whether the next epoch is so close that hyperparameters must not change. */
export function isFrozen(state: Storage, netuid: number, block: number): boolean {
  const { lastEpochBlock, tempo, pendingEpochAt } = read(state, netuid)
  if (tempo === 0) return false
  const now = BigInt(block)
  if (pendingEpochAt > now) return true
  return blocksUntilAutoEpoch({ lastEpochBlock, tempo, block: now }) < BigInt(storage.AdminFreezeWindow.get(state))
}

/** Sets the tempo and starts it anew from this block. */
export function restartTempo(state: Storage, netuid: number, tempo: number, block: number): void {
  storage.Tempo.put(state, [netuid], tempo)
  storage.LastEpochBlock.put(state, [netuid], BigInt(block))
}

/** Epochs so far, counting one that is due in this block: what commits and reveals go by. */
export const currentEpoch = (state: Storage, netuid: number, block: number): bigint =>
  storage.SubnetEpochIndex.get(state, netuid) + (isEpochDue(state, netuid, block) ? 1n : 0n)
