import { AppError } from '../shared/errors.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { formatTao, fromU16Proportion, type NetUid, type Ss58 } from '../shared/units.ts'
import { decideWeights, nextEpochBlock } from './weight-schedule.ts'

/** What `validator status --json` prints. */
export interface StatusView {
  readonly netuid: number
  readonly hotkey: string
  readonly uid: number
  readonly block: number
  readonly hasPermit: boolean
  readonly isActive: boolean
  readonly stakeRao: string
  /** Shares of 1 from the last epoch. */
  readonly validatorTrust: number
  readonly dividends: number
  readonly emissionRao: string
  /** Block of the last weights; `null` before the first. */
  readonly weightsSetAt: number | null
  readonly tempo: number
  readonly blocksToEpoch: number
  /** `now`, or why weights are not set at this block. */
  readonly weightsDue: string
}

/**
 * How a validator stands on chain.
 * @throws AppError `not-registered`, `unknown-netuid`, `chain-unreachable`.
 */
export async function viewStatus(
  client: Pick<SubtensorClient, 'metagraph' | 'hyperparameters'>,
  netuid: NetUid,
  hotkey: Ss58,
): Promise<StatusView> {
  const [metagraph, hyperparameters] = await Promise.all([client.metagraph(netuid), client.hyperparameters(netuid)])
  const neuron = metagraph.neurons.find((found) => found.hotkey === hotkey)
  if (neuron === undefined)
    throw new AppError(
      'not-registered',
      `hotkey ${hotkey} is not registered on netuid ${netuid}; "validator run --register" registers it, or name another with --wallet and --hotkey`,
    )
  const decision = decideWeights({ metagraph, hyperparameters, hotkey })
  return {
    netuid,
    hotkey,
    uid: neuron.uid,
    block: metagraph.at.number,
    hasPermit: neuron.validatorPermit,
    isActive: neuron.active,
    stakeRao: String(neuron.stake),
    validatorTrust: fromU16Proportion(neuron.validatorTrust),
    dividends: fromU16Proportion(neuron.dividends),
    emissionRao: String(neuron.emission),
    weightsSetAt:
      neuron.lastUpdate === neuron.blockAtRegistration || neuron.lastUpdate === 0 ? null : neuron.lastUpdate,
    tempo: metagraph.tempo,
    blocksToEpoch: nextEpochBlock(metagraph) - metagraph.at.number,
    weightsDue: decision.tag === 'set' ? 'now' : `${decision.reason}, until block ${decision.untilBlock}`,
  }
}

/** The same as lines for people. */
export function renderStatus(status: StatusView): string {
  const rows: readonly (readonly [string, string])[] = [
    ['hotkey', `${status.hotkey}, uid ${status.uid} on netuid ${status.netuid}`],
    ['permit', status.hasPermit ? 'yes' : 'no: more stake gives one at the next epoch'],
    ['active', status.isActive ? 'yes' : 'no: weights are too old to count'],
    ['stake', `${formatTao(BigInt(status.stakeRao))} α`],
    ['validator trust', status.validatorTrust.toFixed(4)],
    ['dividends', `${status.dividends.toFixed(4)}, ${formatTao(BigInt(status.emissionRao))} α in the last epoch`],
    ['last weights', status.weightsSetAt === null ? 'none yet' : `block ${status.weightsSetAt}`],
    ['next weights', status.weightsDue],
    ['next epoch', `in ${status.blocksToEpoch} blocks (block ${status.block}, tempo ${status.tempo})`],
  ]
  return rows.map(([name, value]) => `${name.padEnd(16)} ${value}`).join('\n')
}
