import { randomBytes } from 'node:crypto'
import { AppError, isAppError } from '../errors.ts'
import { formatTao, type NetUid } from '../units.ts'
import type { BlockRef, SubtensorClient } from './client.ts'
import { readCommitments, setCommitment } from './commitments.ts'
import { type ChainConnection, type ConnectOptions, connectChain } from './connection.ts'
import { commitHashedWeights, revealHashedWeights } from './hashed-weights.ts'
import { ipFromText } from './ip.ts'
import { parseAmount, parseFreeBalance, parseHyperparameters, parseMetagraph, parseNetuids, parseUid } from './parse.ts'
import { commitTimelockedWeights } from './timelocked-weights.ts'
import { createPastChain } from './weights-at.ts'

const PALLET = 'SubtensorModule'
/** What `serve_axon` carries as the version of the announcing software: major × 10⁶ + minor × 10³ + patch. */
const SOFTWARE_VERSION = 1_000
/** The protocol number that Bittensor software announces; the chain stores it without a meaning. */
const AXON_PROTOCOL = 4

/** Connects to a subtensor network. @throws AppError `chain-unreachable`. */
export const connectSubtensor = async (options: ConnectOptions): Promise<SubtensorClient> =>
  createSubtensorClient(await connectChain(options))

/** The client's questions and calls in terms of one connection, which it closes. */
export function createSubtensorClient(chain: ChainConnection): SubtensorClient {
  const unknownNetuid = async (netuid: NetUid): Promise<never> => {
    const existing = parseNetuids(await chain.keys(PALLET, 'NetworksAdded'))
    throw new AppError(
      'unknown-netuid',
      `netuid ${netuid} does not exist on this chain; existing: ${existing.join(', ')}`,
      {
        netuid,
        existing,
      },
    )
  }
  const known = async <T>(netuid: NetUid, answer: T): Promise<T> => (answer === null ? unknownNetuid(netuid) : answer)
  const requireNetuid = async (netuid: NetUid, at?: BlockRef) => {
    if ((await chain.query(PALLET, 'NetworksAdded', [netuid], at)) !== true) await unknownNetuid(netuid)
  }

  const client: SubtensorClient = {
    head: () => chain.head(),
    heads: (signal) => chain.heads(signal),
    close: () => chain.close(),

    async metagraph(netuid) {
      const at = await chain.head()
      const [metagraph, neurons] = await Promise.all([
        chain.runtimeApi('SubnetInfoRuntimeApi', 'get_metagraph', [netuid], at),
        chain.runtimeApi('NeuronInfoRuntimeApi', 'get_neurons_lite', [netuid], at),
      ])
      return parseMetagraph(at, await known(netuid, metagraph), neurons)
    },

    async hyperparameters(netuid) {
      const answer = await chain.runtimeApi('SubnetInfoRuntimeApi', 'get_subnet_hyperparams', [netuid])
      return parseHyperparameters(await known(netuid, answer))
    },

    balance: async (account) => parseFreeBalance(await chain.query('System', 'Account', [account])),

    async registrationCost(netuid) {
      await requireNetuid(netuid)
      return parseAmount(await chain.query(PALLET, 'Burn', [netuid]))
    },

    async uidOf(netuid, hotkey) {
      await requireNetuid(netuid)
      return parseUid(await chain.query(PALLET, 'Uids', [netuid, hotkey]))
    },

    async register(netuid, hotkey, coldkey) {
      const cost = await client.registrationCost(netuid)
      const balance = await client.balance(coldkey.ss58)
      if (balance < cost)
        throw new AppError(
          'balance-too-low',
          `registering on netuid ${netuid} burns ${formatTao(cost)} TAO; the coldkey ${coldkey.ss58} has ${formatTao(balance)}; send it at least ${formatTao(cost - balance)} more`,
          { netuid, cost, balance },
        )
      await chain.submit({ pallet: PALLET, call: 'burned_register', args: [netuid, hotkey] }, coldkey)
      const uid = await client.uidOf(netuid, hotkey)
      if (uid === undefined)
        throw new AppError(
          'not-registered',
          `the hotkey ${hotkey} was registered on netuid ${netuid} and pruned at once`,
        )
      return uid
    },

    async serveAxon(netuid, { ip, port, protocol = AXON_PROTOCOL }, hotkey) {
      const address = ipFromText(ip)
      const args = [netuid, SOFTWARE_VERSION, address.ip, port, address.ipType, protocol, 0, 0]
      await chain.submit({ pallet: PALLET, call: 'serve_axon', args }, hotkey)
    },

    weightsAt: createPastChain(chain).weightsAt,

    async setWeights(netuid, { uids, values }, versionKey, hotkey) {
      try {
        const args = [netuid, uids, values, versionKey]
        return (await chain.submit({ pallet: PALLET, call: 'set_weights', args }, hotkey)).block
      } catch (error) {
        if (isAppError(error, 'extrinsic-failed') && error.context.error === `${PALLET}.CommitRevealEnabled`)
          throw new AppError(
            'commit-reveal-enabled',
            `netuid ${netuid} takes weights by commit-reveal alone; commit them instead`,
            { netuid },
            error,
          )
        throw error
      }
    },

    setCommitment: (netuid, fields, hotkey) => setCommitment(chain, netuid, fields, hotkey),

    async commitments(netuid, at) {
      const block = at ?? (await chain.head())
      await requireNetuid(netuid, block)
      return readCommitments(chain, netuid, block)
    },

    commitHashedWeights: (netuid, row, hotkey) => commitHashedWeights(chain, netuid, row, hotkey),
    revealHashedWeights: (netuid, rows, hotkey) => revealHashedWeights(chain, netuid, rows, hotkey),

    commitTimelockedWeights: (netuid, row, versionKey, hotkey) =>
      commitTimelockedWeights(chain, {
        netuid,
        row,
        versionKey,
        hotkey,
        random: (length) => new Uint8Array(randomBytes(length)),
      }),
  }
  return client
}
