import { equalBytes, fromHex, toHex } from '../bytes.ts'
import type { Keypair } from '../crypto/keypair.ts'
import type { NetUid } from '../units.ts'
import { commitHash } from '../weights/commit-hash.ts'
import type { BlockRef, Revealed, SecretRow } from './client.ts'
import type { ChainConnection } from './connection.ts'
import { parseCommits, parseCount } from './parse.ts'

const PALLET = 'SubtensorModule'

const hashOf = ({ uids, values, salt, versionKey }: SecretRow, netuid: NetUid, hotkey: Keypair): Uint8Array =>
  commitHash({ hotkey: hotkey.publicKey, index: netuid, uids, values, salt, versionKey })

/** Commits the hash of a row. @throws as `ChainConnection.submit`. */
export async function commitHashedWeights(
  chain: ChainConnection,
  netuid: NetUid,
  row: SecretRow,
  hotkey: Keypair,
): Promise<BlockRef> {
  const args = [netuid, toHex(hashOf(row, netuid, hotkey))]
  return (await chain.submit({ pallet: PALLET, call: 'commit_weights', args }, hotkey)).block
}

/**
 * Reveals the newest row whose epoch it is. Rows that the chain does not know, or no longer, are gone.
 * @throws as `ChainConnection.submit`.
 */
export async function revealHashedWeights(
  chain: ChainConnection,
  netuid: NetUid,
  rows: readonly SecretRow[],
  hotkey: Keypair,
): Promise<Revealed> {
  const at = await chain.head()
  const [queue, epoch, period] = await Promise.all([
    chain.query(PALLET, 'WeightCommits', [netuid, hotkey.ss58], at),
    chain.query(PALLET, 'SubnetEpochIndex', [netuid], at),
    chain.query(PALLET, 'RevealPeriodEpochs', [netuid], at),
  ])
  const current = parseCount(epoch)
  const commits = parseCommits(queue).map(([hash, committed]) => ({
    hash: fromHex(hash),
    due: committed + parseCount(period),
  }))
  const dueOf = (row: SecretRow) =>
    commits.findLast(({ hash }) => equalBytes(hash, hashOf(row, netuid, hotkey)))?.due ?? -1
  const waiting = rows.filter((row) => dueOf(row) > current)
  const row = rows.findLast((candidate) => dueOf(candidate) === current)
  if (row === undefined) return { block: undefined, waiting }
  const args = [netuid, row.uids, row.values, row.salt, row.versionKey]
  const { block } = await chain.submit({ pallet: PALLET, call: 'reveal_weights', args }, hotkey)
  return { block, waiting }
}
