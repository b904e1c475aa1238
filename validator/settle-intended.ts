import { isDeepStrictEqual } from 'node:util'
import type { Logger } from '../shared/log.ts'
import type { Metagraph, SubtensorClient, WeightRow } from '../shared/subtensor/client.ts'
import type { Ss58 } from '../shared/units.ts'
import { dropIntended, type IntendedWeights, readIntended } from './db/intended-weights.ts'
import type { Database } from './db/open.ts'
import { type Made, storeWeights } from './db/weights.ts'
import { toRow } from './weight-row.ts'

export interface SettleDeps {
  readonly client: Pick<SubtensorClient, 'weightsAt'>
  readonly database: Database
  readonly hotkey: { readonly ss58: Ss58 }
  readonly log: Logger
}

/**
 * Finds out what became of a row that was sent and of which no answer came: the process was killed, or the connection
 * lost. When the chain notes a newer row of the validator and it is this one, it is stored with its block: a row that is
 * on chain and not published is a fault in any audit. When the newer row is another one, this one is dropped.
 * Until there is a newer row, nobody knows: it may still be on its way.
 * @param isRefused whether the chain has said no to it since, so that it is on its way no more.
 * @returns the block that took it; `undefined` when it was dropped, when its fate is open, or when there is none.
 * @throws AppError `chain-unreachable`, `database-failed`.
 */
export async function settleIntended(
  { client, database: { orm }, hotkey, log }: SettleDeps,
  { netuid, neurons, tempo, at }: Metagraph,
  { isRefused = false } = {},
): Promise<number | undefined> {
  const intended = readIntended(orm)
  const self = neurons.find((neuron) => neuron.hotkey === hotkey.ss58)
  if (intended === undefined || self === undefined) return undefined
  const { lastUpdate: block, blockAtRegistration } = self
  if (block === intended.lastUpdate && !isRefused) return undefined

  // Registering is noted like a row. A chain that was started anew counts from zero.
  const isNewer = block > intended.lastUpdate && block > intended.block && block > blockAtRegistration
  // What is committed cannot be looked into; long after its epoch it is somebody else's work.
  const isTaken =
    isNewer &&
    (intended.isShown
      ? isSameRow(toRow(intended.weights), await client.weightsAt(netuid, self.uid, at))
      : block <= intended.epochBlock + tempo)
  if (!isTaken) {
    dropIntended(orm)
    if (isNewer) log.warn('weights that this validator did not set are on chain', { netuid, block })
    return undefined
  }
  storeWeights(orm, { block, setAt: intended.madeAt, weights: intended.weights, basis: intended.basis })
  log.info('the chain had taken the weights', { netuid, block })
  return block
}

/**
 * The row to send when the last one may still be on its way to the same epoch: that one again. Whichever of the two the
 * chain takes, it is the row that is stored.
 * @returns `undefined` when there is none, or when its uids have changed hands.
 */
export function readUnsettled({ orm }: Database, { neurons }: Metagraph, epochBlock: number): Made | undefined {
  const intended = readIntended(orm)
  if (intended?.epochBlock !== epochBlock) return undefined
  const { weights, basis } = intended
  const isOfToday = isDeepStrictEqual(namesOf(weights), namesOf(neurons))
  return isOfToday ? { weights, basis } : undefined
}

const namesOf = (some: IntendedWeights['weights'] | Metagraph['neurons']) =>
  some.map(({ uid, hotkey }) => [uid, hotkey])

/** The chain keeps a row whose largest weight is 65 535 as it is; who is left out has nothing. */
const isSameRow = (a: WeightRow, b: WeightRow): boolean => isDeepStrictEqual(weighed(a), weighed(b))

const weighed = ({ uids, values }: WeightRow) =>
  new Map(uids.map((uid, i) => [uid, values[i] ?? 0] as const).filter(([, value]) => value > 0))
