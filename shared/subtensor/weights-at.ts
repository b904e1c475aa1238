import { AppError, isAppError, messageOf } from '../errors.ts'
import type { NetUid, Uid } from '../units.ts'
import type { BlockRef, Metagraph, WeightRow } from './client.ts'
import type { ChainConnection } from './connection.ts'
import { parseMetagraph, parseWeights } from './parse.ts'

const PALLET = 'SubtensorModule'

/**
 * Reads of past blocks, for audits. Nodes that are no archives forget states after some hundred blocks: then reads at a
 * block throw `no-state`.
 */
export interface PastChain {
  /** A block of the best chain by its number; `undefined` above the head. @throws AppError `chain-unreachable`. */
  blockAt(number: number): Promise<BlockRef | undefined>
  /** @throws AppError `chain-unreachable`, `unknown-netuid`, `no-state`. */
  metagraphAt(netuid: NetUid, at: BlockRef): Promise<Metagraph>
  /** The row of weights that counts for a uid as of a block; empty before the first. @throws as `metagraphAt`. */
  weightsAt(netuid: NetUid, uid: Uid, at: BlockRef): Promise<WeightRow>
}

type PastReads = Pick<ChainConnection, 'query' | 'runtimeApi' | 'blockHash'>

/** See `PastChain`. */
export const createPastChain = (chain: PastReads): PastChain => ({
  async blockAt(number) {
    const hash = await chain.blockHash(number)
    return hash === undefined ? undefined : { number, hash }
  },
  metagraphAt: (netuid, at) => readMetagraphAt(chain, netuid, at),
  weightsAt: (netuid, uid, at) => readWeightsAt(chain, { netuid, uid, at }),
})

async function readMetagraphAt(chain: PastReads, netuid: NetUid, at: BlockRef): Promise<Metagraph> {
  const [metagraph, neurons] = await ofPast(at, () =>
    Promise.all([
      chain.runtimeApi('SubnetInfoRuntimeApi', 'get_metagraph', [netuid], at),
      chain.runtimeApi('NeuronInfoRuntimeApi', 'get_neurons_lite', [netuid], at),
    ]),
  )
  if (metagraph === null)
    throw new AppError('unknown-netuid', `netuid ${netuid} does not exist at block ${at.number}`, { netuid })
  return parseMetagraph(at, metagraph, neurons)
}

async function readWeightsAt(
  chain: PastReads,
  { netuid, uid, at }: { readonly netuid: NetUid; readonly uid: Uid; readonly at: BlockRef },
): Promise<WeightRow> {
  return parseWeights(await ofPast(at, () => chain.query(PALLET, 'Weights', [netuid, uid], at)))
}

/**
 * Runs a read of a past block, and tells when the node has no such state any more.
 * @throws AppError `no-state`.
 */
export async function ofPast<T>(at: BlockRef, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (
      !/discarded|unknown block|not found|no state|header/i.test(messageOf(error)) ||
      isAppError(error, 'chain-unreachable')
    )
      throw error
    throw new AppError(
      'no-state',
      `the node has no state of block ${at.number} any more; an archive node has: give it by --chain`,
      { block: at.number },
      error,
    )
  }
}
