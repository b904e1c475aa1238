import Table from 'cli-table3'
import type { Passwords } from '../shared/crypto/keyfile-password.ts'
import { cryptoReady } from '../shared/crypto/ready.ts'
import { coldkeyAddress, hotkeyAddress } from '../shared/crypto/wallet.ts'
import { isAppError } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { Metagraph, Neuron, SubtensorClient } from '../shared/subtensor/client.ts'
import { connectSubtensor } from '../shared/subtensor/polkadot-client.ts'
import { type RegisteredModel, registeredModelOf } from '../shared/subtensor/registered-model.ts'
import { formatTao, fromU16Proportion, type Rao, type Ss58 } from '../shared/units.ts'
import type { StatusConfig } from './config.ts'

export interface StatusDeps {
  readonly log: Logger
  readonly passwords: Passwords
  /** Default: a real chain. */
  readonly connect?: (options: { readonly url: string; readonly log: Logger }) => Promise<SubtensorClient>
}

/** What the chain says of a miner. */
export interface MinerStatus {
  readonly metagraph: Metagraph
  readonly hotkey: Ss58
  /** `undefined` when the hotkey is not registered. */
  readonly neuron: Neuron | undefined
  /** What registering would cost. */
  readonly cost: Rao
  /** `undefined` when neither the chain nor the wallet knows a coldkey. */
  readonly coldkey: Ss58 | undefined
  /** Free balance of the coldkey. */
  readonly balance: Rao | undefined
  /** What the hotkey has registered on chain. */
  readonly model: RegisteredModel | undefined
}

/**
 * Text of `miner status`, ready to print.
 * @throws AppError of the wallet and the chain.
 */
export async function minerStatus(config: StatusConfig, deps: StatusDeps): Promise<string> {
  const { log, passwords, connect = connectSubtensor } = deps
  await cryptoReady()
  const hotkey = await hotkeyAddress(config.wallet, passwords)
  const client = await connect({ url: config.chain, log })
  try {
    const metagraph = await client.metagraph(config.netuid)
    const neuron = metagraph.neurons.find((candidate) => candidate.hotkey === hotkey)
    const coldkey = neuron?.coldkey ?? (await coldkeyIfAny(config, passwords))
    const balance = coldkey === undefined ? undefined : await client.balance(coldkey)
    const cost = await client.registrationCost(config.netuid)
    const model = registeredModelOf((await client.commitments(config.netuid)).get(hotkey))
    const status = { metagraph, hotkey, neuron, cost, coldkey, balance, model }
    return config.json ? JSON.stringify(toJson(status), undefined, 2) : toTable(status)
  } finally {
    await client.close()
  }
}

async function coldkeyIfAny({ wallet }: StatusConfig, passwords: Passwords): Promise<Ss58 | undefined> {
  try {
    return await coldkeyAddress(wallet, passwords)
  } catch (error) {
    if (isAppError(error, 'wallet-missing')) return undefined
    throw error
  }
}

/** Amounts are decimal strings of rao: JSON numbers cannot hold them. */
function toJson({ metagraph, hotkey, neuron, cost, coldkey, balance, model }: MinerStatus) {
  return {
    netuid: metagraph.netuid,
    block: metagraph.at.number,
    hotkey,
    coldkey: coldkey ?? null,
    balanceRao: balance?.toString() ?? null,
    registrationCostRao: cost.toString(),
    registered: neuron !== undefined,
    uid: neuron?.uid ?? null,
    axon: neuron?.axon ?? null,
    model: model?.digest ?? null,
    modelSinceBlock: model?.block ?? null,
    incentive: neuron === undefined ? null : fromU16Proportion(neuron.incentive),
    emissionRao: neuron?.emission.toString() ?? null,
    stakeRao: neuron?.stake.toString() ?? null,
  }
}

function toTable({ metagraph, hotkey, neuron, cost, coldkey, balance, model }: MinerStatus): string {
  const table = new Table({ style: { head: [], border: [] } })
  const paid = balance === undefined ? '' : ` with ${formatTao(balance)} TAO`
  table.push(
    { subnet: `netuid ${metagraph.netuid} at block ${metagraph.at.number}` },
    { hotkey },
    { coldkey: coldkey === undefined ? 'unknown' : `${coldkey}${paid}` },
  )
  if (neuron === undefined)
    table.push({ registered: `no; "miner run" registers it for ${formatTao(cost)} TAO from the coldkey` })
  else
    table.push(
      { registered: `uid ${neuron.uid} since block ${neuron.blockAtRegistration}` },
      { axon: axonText(neuron) },
      { model: model === undefined ? 'none registered' : `${model.digest} since block ${model.block}` },
      { incentive: `${(fromU16Proportion(neuron.incentive) * 100).toFixed(2)} %` },
      { emission: `${formatTao(neuron.emission)} alpha in the last epoch` },
      { stake: `${formatTao(neuron.stake)} alpha` },
      { 'next epoch': `in ${Math.max(0, metagraph.tempo - metagraph.blocksSinceLastStep)} blocks` },
    )
  return table.toString()
}

function axonText({ axon }: Neuron): string {
  if (axon === undefined) return 'nothing announced'
  const host = axon.ip.includes(':') ? `[${axon.ip}]` : axon.ip
  return `${host}:${axon.port} since block ${axon.block}`
}
