import { z } from 'zod'
import { AppError } from '../errors.ts'
import { type NetUid, rao } from '../units.ts'
import type { BlockRef } from './client.ts'
import type { ChainConnection } from './connection.ts'
import { ifThere } from './if-there.ts'
import { parseAmount, parseMetagraph, parseNetuids } from './parse.ts'
import { readLedger } from './read-ledger.ts'
import { type MetagraphSnapshot, SNAPSHOT_FORMAT, SNAPSHOT_VERSION } from './snapshot.ts'
import { ofPast } from './weights-at.ts'

const PALLET = 'SubtensorModule'

/** Where each setting is stored, by the name of its call without `sudo_set_`. */
const SETTINGS: Readonly<Record<string, string>> = {
  rho: 'Rho',
  kappa: 'Kappa',
  bonds_moving_average: 'BondsMovingAverage',
  bonds_penalty: 'BondsPenalty',
  bonds_reset_enabled: 'BondsResetOn',
  liquid_alpha_enabled: 'LiquidAlphaOn',
  alpha_sigmoid_steepness: 'AlphaSigmoidSteepness',
  yuma3_enabled: 'Yuma3On',
  immunity_period: 'ImmunityPeriod',
  min_allowed_uids: 'MinAllowedUids',
  max_allowed_uids: 'MaxAllowedUids',
  max_allowed_validators: 'MaxAllowedValidators',
  min_non_immune_uids: 'MinNonImmuneUids',
  owner_immune_neuron_limit: 'ImmuneOwnerUidsLimit',
  min_allowed_weights: 'MinAllowedWeights',
  weights_set_rate_limit: 'WeightsSetRateLimit',
  weights_version_key: 'WeightsVersionKey',
  commit_reveal_weights_enabled: 'CommitRevealWeightsEnabled',
  commit_reveal_weights_interval: 'RevealPeriodEpochs',
  serving_rate_limit: 'ServingRateLimit',
  network_registration_allowed: 'NetworkRegistrationAllowed',
  min_burn: 'MinBurn',
  max_burn: 'MaxBurn',
  burn_half_life: 'BurnHalfLife',
  burn_increase_mult: 'BurnIncreaseMult',
  max_registrations_per_block: 'MaxRegistrationsPerBlock',
  target_registrations_per_interval: 'TargetRegistrationsPerInterval',
  adjustment_interval: 'AdjustmentInterval',
  adjustment_alpha: 'AdjustmentAlpha',
  activity_cutoff: 'ActivityCutoff',
}

type Reads = Pick<ChainConnection, 'query' | 'entries' | 'runtimeApi' | 'keys'>

/**
 * Reads a subnet as of one block.
 * @throws AppError `unknown-netuid` naming the existing ones, `no-state` for a block the node has forgotten,
 * `not-on-this-chain`, `chain-unreachable`.
 */
export async function readSnapshot(chain: Reads, netuid: NetUid, at: BlockRef): Promise<MetagraphSnapshot> {
  return ofPast(at, async () => {
    const [answer, lite] = await Promise.all([
      chain.runtimeApi('SubnetInfoRuntimeApi', 'get_metagraph', [netuid], at),
      chain.runtimeApi('NeuronInfoRuntimeApi', 'get_neurons_lite', [netuid], at),
    ])
    if (answer === null) await refuseNetuid(chain, netuid)
    const metagraph = parseMetagraph(at, answer, lite)
    const amountIn = async (item: string) => {
      const found = await ifThere(() => chain.query(PALLET, item, [netuid], at))
      return found === undefined || found === null ? undefined : parseAmount(found)
    }
    const [weights, bonds, hyperparameters, cost, tao, alpha, ledger] = await Promise.all([
      readRows(chain, 'Weights', netuid, at),
      readRows(chain, 'Bonds', netuid, at),
      readSettings(chain, netuid, at),
      amountIn('Burn'),
      amountIn('SubnetTAO'),
      amountIn('SubnetAlphaIn'),
      readLedger(chain, netuid, at),
    ])
    const parts = stakeParts(answer)
    return {
      format: SNAPSHOT_FORMAT,
      version: SNAPSHOT_VERSION,
      netuid,
      block: at,
      tempo: metagraph.tempo,
      blocksSinceLastStep: metagraph.blocksSinceLastStep,
      registrationCostRao: cost ?? null,
      hyperparameters,
      pool: tao === undefined || alpha === undefined ? null : { taoRao: rao(tao), alphaRao: rao(alpha) },
      ...(ledger && { ledger }),
      neurons: metagraph.neurons.map(({ axon: _axon, stake, emission, ...neuron }) => ({
        ...neuron,
        stakeRao: stake,
        ...(parts && {
          alphaRao: parts.alphaStake[neuron.uid] ?? rao(0n),
          rootRao: parts.taoStake[neuron.uid] ?? rao(0n),
        }),
        emissionRao: emission,
        weights: weights.get(neuron.uid) ?? [],
        bonds: bonds.get(neuron.uid) ?? [],
      })),
    }
  })
}

async function refuseNetuid(chain: Reads, netuid: NetUid): Promise<never> {
  const existing = parseNetuids(await chain.keys(PALLET, 'NetworksAdded'))
  throw new AppError(
    'unknown-netuid',
    `netuid ${netuid} does not exist on this chain; existing: ${existing.join(', ')}`,
    { netuid, existing },
  )
}

const amounts = z.array(z.union([z.number().int(), z.string()]).transform((value) => rao(BigInt(value))))
const partsShape = z.object({ alphaStake: amounts, taoStake: amounts })

/** Stakes on the subnet and on root by uid, where the metagraph tells them. */
const stakeParts = (metagraph: unknown): z.output<typeof partsShape> | undefined => partsShape.safeParse(metagraph).data

const rowShape = z.array(z.tuple([z.number().int(), z.number().int()]))
const entriesShape = z.array(z.tuple([z.tuple([z.number().int(), z.number().int()]), rowShape]))

async function readRows(
  chain: Reads,
  item: 'Weights' | 'Bonds',
  netuid: NetUid,
  at: BlockRef,
): Promise<ReadonlyMap<number, [number, number][]>> {
  const found = await ifThere(() => chain.entries(PALLET, item, [netuid], at))
  const { success, data } = entriesShape.safeParse(found ?? [])
  if (!success) throw new AppError('not-on-this-chain', `the chain's ${item} have another form than rows of pairs`)
  return new Map(data.map(([[, uid], row]) => [uid, row]))
}

const scalar = z.union([z.number().int(), z.boolean(), z.string().regex(/^(0x[0-9a-f]+|\d+)$/)])
const pairShape = z.tuple([z.number().int(), z.number().int()])

async function readSettings(chain: Reads, netuid: NetUid, at: BlockRef): Promise<MetagraphSnapshot['hyperparameters']> {
  const read = (item: string) => ifThere(() => chain.query(PALLET, item, [netuid], at))
  const [entries, alphaValues] = await Promise.all([
    Promise.all(Object.entries(SETTINGS).map(async ([name, item]) => [name, await read(item)] as const)),
    read('AlphaValues'),
  ])
  const { data: alpha } = pairShape.safeParse(alphaValues)
  const settings = {
    ...Object.fromEntries(
      entries.flatMap(([name, found]) => {
        const value = toSetting(found)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }
  // The chain takes them only where they matter.
  return alpha === undefined || settings.liquid_alpha_enabled !== true
    ? settings
    : { ...settings, alpha_values: { alpha_low: alpha[0], alpha_high: alpha[1] } }
}

/** Numbers that JSON cannot hold come as hex or decimal text, and as `{ bits }` where they are fixed-point. */
function toSetting(found: unknown): number | boolean | string | undefined {
  const fixed = z.object({ bits: scalar }).safeParse(found)
  const { data: value } = scalar.safeParse(fixed.success ? fixed.data.bits : found)
  if (typeof value !== 'string') return value
  const whole = BigInt(value)
  return whole <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(whole) : whole.toString()
}
