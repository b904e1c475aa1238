import type { Metagraph, SubtensorClient } from '../shared/subtensor/client.ts'
import type { Ss58 } from '../shared/units.ts'
import { shownMedian } from '../shared/weights/shown-median.ts'
import type { WeightRecord } from './db/weights.ts'

export interface CopyDeps {
  readonly client: Pick<SubtensorClient, 'weightsAt'>
  readonly metagraph: Metagraph
  /** The copier's own hotkey. */
  readonly self: Ss58
}

/**
 * The row of a validator that measures nothing: the stake-weighted median of the rows of all others that are in force at
 * the metagraph's block, over all uids. Where weights are committed these are the revealed ones, some epochs old. For
 * subnets that are put to the test.
 * @returns `undefined` while nobody has shown any weight.
 * @throws AppError `chain-unreachable`.
 */
export async function copyShown({ client, metagraph, self }: CopyDeps): Promise<readonly WeightRecord[] | undefined> {
  const { netuid, neurons, at } = metagraph
  const others = neurons.filter(({ hotkey, validatorPermit }) => validatorPermit && hotkey !== self)
  const rows = await Promise.all(
    others.map(async ({ uid, stake }) => ({ ...(await client.weightsAt(netuid, uid, at)), stake: Number(stake) })),
  )
  const own = neurons.find(({ hotkey }) => hotkey === self)?.uid
  const { uids, values } = shownMedian(rows, { size: neurons.length, self: own })
  if (uids.length === 0) return undefined
  const shown = new Map(uids.map((uid, at) => [uid, values[at] ?? 0]))
  return neurons.map(({ uid, hotkey }) => ({ hotkey, uid, value: shown.get(uid) ?? 0 }))
}
