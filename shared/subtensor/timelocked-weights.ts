import { fromHex, toHex } from '../bytes.ts'
import type { Keypair } from '../crypto/keypair.ts'
import { AppError } from '../errors.ts'
import { sealTimelocked } from '../timelock/timelock.ts'
import { encodeWeightsPayload } from '../timelock/weights-payload.ts'
import type { NetUid } from '../units.ts'
import type { BlockRef, TimelockedCommit, WeightRow } from './client.ts'
import type { ChainConnection } from './connection.ts'
import { parseBeacon, parseBlockHash, parseBlockTime, parseCount, parseRound } from './parse.ts'
import { revealRoundFor } from './reveal-round.ts'

const PALLET = 'SubtensorModule'
/** Blocks over which the time of one block is measured. */
const MEASURED_BLOCKS = 50

/** A row of weights and who commits it. */
export interface TimelockedRow {
  readonly netuid: NetUid
  readonly row: WeightRow
  readonly versionKey: bigint
  readonly hotkey: Keypair
  /** Fresh random bytes. */
  random(length: number): Uint8Array
}

/**
 * Encrypts a row to a round of the chain's beacon and commits it; the chain opens it by itself in time for its epoch.
 * @throws AppError `no-beacon` where the chain has no pulses, and as `ChainConnection.submit`.
 */
export async function commitTimelockedWeights(
  chain: ChainConnection,
  { netuid, row, versionKey, hotkey, random }: TimelockedRow,
): Promise<TimelockedCommit> {
  const at = await chain.head()
  const [beaconConfig, stored, version, period, tempo, lastEpoch, pendingEpoch] = await Promise.all([
    chain.query('Drand', 'BeaconConfig', [], at),
    chain.query('Drand', 'LastStoredRound', [], at),
    chain.query(PALLET, 'CommitRevealWeightsVersion', [], at),
    chain.query(PALLET, 'RevealPeriodEpochs', [netuid], at),
    chain.query(PALLET, 'Tempo', [netuid], at),
    chain.query(PALLET, 'LastEpochBlock', [netuid], at),
    chain.query(PALLET, 'PendingEpochAt', [netuid], at),
  ])
  const lastStored = parseRound(stored)
  if (lastStored === 0n)
    throw new AppError(
      'no-beacon',
      'the chain has no pulse of its beacon yet, so nothing that is locked to one would open; is its node online?',
      { netuid },
    )
  const beacon = parseBeacon(beaconConfig)
  const byTempo = parseCount(lastEpoch) + parseCount(tempo)
  const asked = parseCount(pendingEpoch)
  const revealRound = revealRoundFor({
    beacon,
    lastStored,
    head: at.number,
    ...(await measureTime(chain, at)),
    tempo: parseCount(tempo),
    revealPeriod: parseCount(period),
    nextEpoch: asked > 0 ? Math.min(asked, byTempo) : byTempo,
  })
  const plaintext = encodeWeightsPayload(hotkey.publicKey, { uids: row.uids, values: row.values, versionKey })
  const commit = sealTimelocked({ publicKey: fromHex(beacon.publicKey), round: revealRound, plaintext, random })
  const args = [netuid, toHex(commit), revealRound, parseCount(version)]
  const { block } = await chain.submit({ pallet: PALLET, call: 'commit_timelocked_weights', args }, hotkey)
  return { block, revealRound }
}

/** Time of the head, and the mean time of the last blocks. */
async function measureTime(
  chain: ChainConnection,
  at: BlockRef,
): Promise<{ readonly headTimeMs: number; readonly blockMs: number }> {
  const number = Math.max(1, at.number - MEASURED_BLOCKS)
  const headTimeMs = parseBlockTime(await chain.query('Timestamp', 'Now', [], at))
  if (number >= at.number) return { headTimeMs, blockMs: DEFAULT_BLOCK_MS }
  const hash = parseBlockHash(await chain.query('System', 'BlockHash', [number], at))
  const earlier = parseBlockTime(await chain.query('Timestamp', 'Now', [], { number, hash }))
  return { headTimeMs, blockMs: (headTimeMs - earlier) / (at.number - number) }
}

/** Time of a block where there are none to measure. */
const DEFAULT_BLOCK_MS = 12_000
