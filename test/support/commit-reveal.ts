import { storage as drand } from '../../chain/runtime/pallets/drand/storage.ts'
import { storage } from '../../chain/runtime/pallets/subtensor/storage.ts'
import { createRng } from '../../shared/rng.ts'
import { createLocalBeacon } from '../../shared/timelock/local-beacon.ts'
import { sealTimelocked } from '../../shared/timelock/timelock.ts'
import { encodeWeightsPayload } from '../../shared/timelock/weights-payload.ts'
import { commitHash } from '../../shared/weights/commit-hash.ts'
import type { PalletHarness } from './pallet-harness.ts'
import { NETUID, populatedHarness, validatorA } from './subnet-builder.ts'

export const TEMPO = 10

/** Two validators with permits and three miners, where weights are committed first. Epochs every 10 blocks. */
export function commitRevealHarness(options: Parameters<typeof populatedHarness>[0] = {}): PalletHarness {
  const h = populatedHarness({ newSubnetTempo: TEMPO, ...options })
  storage.ValidatorPermit.put(h.state, [NETUID], [false, true, true, false, false, false])
  storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], true)
  return h
}

/** A row as tests commit it: two miners, weighted 1 and 2, unless said otherwise. */
export interface Row {
  readonly uids: readonly number[]
  readonly values: readonly number[]
  readonly salt: readonly number[]
  readonly version_key: bigint
}
export const row = (change: Partial<Row> = {}): Row => ({
  uids: [3, 4],
  values: [1, 2],
  salt: [7, 8, 9],
  version_key: 0n,
  ...change,
})

export const hashOf = (of: Row, hotkey = validatorA.hotkey, index = NETUID): Uint8Array =>
  commitHash({ hotkey, index, uids: of.uids, values: of.values, salt: of.salt, versionKey: of.version_key })

/** Ends blocks until the subnet's epoch counter, counting one due, moves on; stands in the first block that counts so. */
export function toNextEpoch(h: PalletHarness, netuid = NETUID): void {
  const index = storage.SubnetEpochIndex.get(h.state, netuid)
  while (storage.SubnetEpochIndex.get(h.state, netuid) === index) h.nextBlock()
}

export const beacon = createLocalBeacon({ seed: new Uint8Array(32) })

/** Stores the pulse of a round as the node would. */
export function storePulse(h: PalletHarness, round: bigint): void {
  const [pulse] = beacon.pulsesAfter(round - 1n, Number.MAX_SAFE_INTEGER, 1)
  drand.Pulses.put(h.state, [round], pulse!)
  drand.LastStoredRound.put(h.state, [], round)
}

/** Bytes for tests to encrypt with. */
export function testRandom(): (length: number) => Uint8Array {
  const rng = createRng(new Uint8Array(16))
  return (length) => Uint8Array.from({ length }, () => rng.below(256))
}

/** A row encrypted to a round. */
export const sealRow = (of: Row, round: bigint, hotkey = validatorA.hotkey): Uint8Array =>
  sealBytes(encodeWeightsPayload(hotkey, { uids: of.uids, values: of.values, versionKey: of.version_key }), round)

export const sealBytes = (plaintext: Uint8Array, round: bigint): Uint8Array =>
  sealTimelocked({ publicKey: beacon.parameters.publicKey, round, plaintext, random: testRandom() })
