import { z } from 'zod'
import { parseSs58 } from '../crypto/ss58.ts'
import { AppError } from '../errors.ts'
import { netUid, rao, uid } from '../units.ts'
import type { AxonInfo, BlockRef, Metagraph, Neuron, SubnetHyperparameters, WeightRow } from './client.ts'
import { ipToText } from './ip.ts'

/** Integers come from @polkadot/api as a number, a decimal string or 0x hex, by size. */
const integer = z.union([z.number().int(), z.string().regex(/^(0x[0-9a-f]+|\d+)$/)]).transform((value) => BigInt(value))
const small = integer.refine((value) => value <= BigInt(Number.MAX_SAFE_INTEGER)).transform(Number)
const account = z.string().transform((text) => parseSs58(text))
const amount = integer.transform((value) => rao(value))

const axonShape = z.object({ block: small, version: small, ip: integer, port: small, ipType: small, protocol: small })

const neuronShape = z.object({
  hotkey: account,
  coldkey: account,
  uid: small,
  active: z.boolean(),
  axonInfo: axonShape,
  incentive: small,
  consensus: small,
  validatorTrust: small,
  dividends: small,
  emission: amount,
  lastUpdate: small,
  validatorPermit: z.boolean(),
})

const metagraphShape = z.object({
  netuid: small,
  tempo: small,
  blocksSinceLastStep: small,
  totalStake: z.array(amount),
  blockAtRegistration: z.array(small),
})

const hyperparametersShape = z.object({
  tempo: small,
  weightsRateLimit: small,
  minAllowedWeights: small,
  commitRevealWeightsEnabled: z.boolean(),
  servingRateLimit: small,
  immunityPeriod: small,
  maxValidators: small,
  weightsVersion: integer,
  registrationAllowed: z.boolean(),
})

function parse<T>(what: string, shape: z.ZodType<T>, input: unknown): T {
  const result = shape.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new AppError(
    'not-on-this-chain',
    `the chain's ${what} has another form: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  )
}

const toAxon = ({ ip, ipType, ...rest }: z.infer<typeof axonShape>): AxonInfo | undefined =>
  rest.port === 0 || ip === 0n ? undefined : { ip: ipToText(ip, ipType), ...rest }

/** Joins `get_metagraph` and `get_neurons_lite` of the same block; the second alone knows validator trust. */
export function parseMetagraph(at: BlockRef, metagraph: unknown, neurons: unknown): Metagraph {
  const { totalStake, blockAtRegistration, ...subnet } = parse('metagraph', metagraphShape, metagraph)
  const lite = parse('neurons', z.array(neuronShape), neurons)
  return {
    at,
    ...subnet,
    netuid: netUid(subnet.netuid),
    neurons: lite.map(
      ({ axonInfo, ...neuron }): Neuron => ({
        ...neuron,
        uid: uid(neuron.uid),
        axon: toAxon(axonInfo),
        stake: totalStake[neuron.uid] ?? rao(0n),
        blockAtRegistration: blockAtRegistration[neuron.uid] ?? 0,
      }),
    ),
  }
}

export function parseHyperparameters(input: unknown): SubnetHyperparameters {
  const { commitRevealWeightsEnabled, ...rest } = parse('hyperparameters', hyperparametersShape, input)
  return { ...rest, commitRevealEnabled: commitRevealWeightsEnabled }
}

export const parseUid = (input: unknown) => (input === null ? undefined : uid(parse('uid', small, input)))
export const parseAmount = (input: unknown) => parse('amount', amount, input)
export const parseFreeBalance = (input: unknown) =>
  parse('account', z.object({ data: z.object({ free: amount }) }), input).data.free
const beaconShape = z.object({ publicKey: z.string().regex(/^0x[0-9a-f]{192}$/), period: small, genesisTime: small })
/** The chain's beacon, as far as committing to it needs it. */
export function parseBeacon(input: unknown) {
  const { publicKey, period, genesisTime } = parse('beacon', beaconShape, input)
  return { publicKey, periodSeconds: period, genesisTime }
}
export const parseCommits = (input: unknown) =>
  parse('commits', z.array(z.tuple([z.string(), small, small, small])), input ?? [])
const commitmentShape = z.object({ block: small, info: z.object({ fields: z.array(z.unknown()) }) })
/** Entries of `CommitmentOf` with fields of any form. */
export const parseCommitments = (input: unknown) =>
  parse('commitments', z.array(z.tuple([z.tuple([small, account]), commitmentShape])), input)
export const parseRound = (input: unknown) => parse('beacon round', integer, input)
export const parseCount = (input: unknown) => parse('number', small, input)
export const parseBlockTime = (input: unknown) => parse('block time', small, input)
export const parseBlockHash = (input: unknown) => parse('block hash', z.string().regex(/^0x[0-9a-f]{64}$/), input)
/** A row of the map `Weights`: pairs of uid and weight; nothing for a uid that never set any. */
export function parseWeights(input: unknown): WeightRow {
  const row = parse('weights', z.array(z.tuple([small, small])).nullable(), input) ?? []
  return { uids: row.map(([target]) => uid(target)), values: row.map(([, value]) => value) }
}
export const parseNetuids = (input: readonly unknown[]): readonly number[] =>
  parse('netuids', z.array(z.tuple([small])), input)
    .map(([netuid]) => netuid)
    .sort((a, b) => a - b)
