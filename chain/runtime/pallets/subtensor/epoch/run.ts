import { compareBytes } from '../../../../../shared/bytes.ts'
import { AccountNumbers } from '../../../../frame/account-numbers.ts'
import type { Storage } from '../../../../interface.ts'
import { runMechanisms } from '../../../../yuma/mechanisms.ts'
import { storage } from '../storage.ts'
import { hotkeysOf, readEpochInputs } from './read.ts'
import { writeEpochOutput } from './write.ts'

/** What an epoch steers to one hotkey, rao. */
export interface EpochReward {
  readonly uid: number
  readonly hotkey: Uint8Array
  readonly incentive: bigint
  readonly dividend: bigint
}

/** Hotkeys by uid, `undefined` where one has two uids: an epoch over them would pay somebody twice. */
export function consistentHotkeys(state: Storage, netuid: number): readonly Uint8Array[] | undefined {
  const hotkeys = hotkeysOf(state, netuid)
  const numbers = new AccountNumbers()
  return hotkeys.every((hotkey, uid) => numbers.of(hotkey) === uid) ? hotkeys : undefined
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
  writeEpochOutput(state, netuid, hotkeys.length, output)
  const { serverEmission, validatorEmission } = output.subnet
  return hotkeys
    .map((hotkey, uid) => ({
      uid,
      hotkey,
      incentive: serverEmission[uid] ?? 0n,
      dividend: validatorEmission[uid] ?? 0n,
    }))
    .sort((a, b) => compareBytes(a.hotkey, b.hotkey))
}
