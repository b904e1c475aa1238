import type { Storage } from '../../../../interface.ts'
import { runMechanisms } from '../../../../yuma/mechanisms.ts'
import { storage } from '../storage.ts'
import { uidsInHotkeyOrder } from './hotkeys.ts'
import { readEpochInputs } from './read.ts'
import { writeEpochOutput } from './write.ts'

/** What an epoch steers to one hotkey, rao. */
export interface EpochReward {
  readonly uid: number
  readonly hotkey: Uint8Array
  readonly incentive: bigint
  readonly dividend: bigint
}

/** Runs the epochs of a subnet's mechanisms over an emission and stores what they found; rewards in hotkey order. */
export function runSubnetEpoch(
  state: Storage,
  {
    netuid,
    hotkeys,
    block,
  }: { readonly netuid: number; readonly hotkeys: readonly Uint8Array[]; readonly block: number },
  emission: bigint,
): EpochReward[] {
  const inputs = readEpochInputs(state, { netuid, hotkeys, block })
  const output = runMechanisms(inputs, emission, storage.MechanismEmissionSplit.get(state, netuid))
  writeEpochOutput(state, netuid, output)
  const { serverEmission, validatorEmission } = output.subnet
  const rewards: EpochReward[] = []
  for (const uid of uidsInHotkeyOrder(hotkeys)) {
    const hotkey = hotkeys[uid]
    if (hotkey === undefined) continue
    rewards.push({ uid, hotkey, incentive: serverEmission[uid] ?? 0n, dividend: validatorEmission[uid] ?? 0n })
  }
  return rewards
}
