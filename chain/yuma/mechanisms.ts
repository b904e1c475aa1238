import { AppError } from '../../shared/errors.ts'
import { runEpoch } from './epoch.ts'
import type { EpochInput } from './epoch-input.ts'
import type { EpochOutput } from './epoch-output.ts'
import { lesser, toU64, U64F64 } from './fixed.ts'

const U16_MAX = 65_535

/** What a subnet stores once for all its mechanisms. Incentive and bonds are stored per mechanism instead. */
export type SubnetOutput = Omit<EpochOutput, 'incentive' | 'bonds'>

/** An epoch of all mechanisms of a subnet. */
export interface MechanismsOutput {
  readonly mechanisms: readonly EpochOutput[]
  readonly subnet: SubnetOutput
}

/** What storage keeps weights, bonds, last updates and incentive of one mechanism under. */
export const mechanismStorageIndex = (netuid: number, mecid: number): number => mecid * 4096 + netuid

/**
 * `split_emissions`: shares `totalRao` out among `count` mechanisms, by `split` (u16 proportions) or else evenly. What
 * rounding leaves goes to mechanism 0.
 * @throws AppError `invalid-mechanism-count` for fewer than one mechanism.
 */
export function splitEmissions(totalRao: bigint, count: number, split: readonly number[] | undefined): bigint[] {
  if (!Number.isInteger(count) || count < 1)
    throw new AppError('invalid-mechanism-count', `${count} mechanisms are not valid; a subnet has 1 or more`, {
      count,
    })
  const shares = Array.from({ length: count }, (_, mecid) =>
    split === undefined ? totalRao / BigInt(count) : (totalRao * BigInt(split[mecid] ?? 0)) / BigInt(U16_MAX),
  )
  const given = shares.reduce((sum, share) => sum + share, 0n)
  if (given < totalRao) shares[0] = (shares[0] ?? 0n) + totalRao - given
  return shares
}

/** Weight of each mechanism in the subnet's aggregate, raw U64F64. */
export function mechanismWeights(shares: readonly bigint[], totalRao: bigint): bigint[] {
  const total = U64F64.fromInteger(totalRao)
  return shares.map((share, mecid) => {
    if (totalRao === 0n) return mecid === 0 ? U64F64.one : 0n
    return U64F64.divide(U64F64.fromInteger(share), total)
  })
}

/** Adds one mechanism's value to the running one. Cut to a whole number each time, as the chain does. */
const addWeighted = (running: bigint, added: bigint, weight: bigint): bigint =>
  U64F64.floor(U64F64.add(U64F64.fromInteger(running), U64F64.mul(U64F64.fromInteger(added), weight)))

/**
 * Aggregates the mechanisms' outputs by uid: emissions and stake are summed, flags are or-ed, shares and stored emission
 * are weighted. With one mechanism it changes nothing.
 */
export function aggregateMechanisms(outputs: readonly EpochOutput[], weights: readonly bigint[]): SubnetOutput {
  const [only, ...others] = outputs
  const n = only?.consensus.length ?? 0
  if (only !== undefined && others.length === 0 && weights[0] === U64F64.one) return subnetOf(only)
  const uids = Array.from({ length: n }, (_, uid) => uid)
  const any = (flags: (output: EpochOutput) => readonly boolean[]) =>
    uids.map((uid) => outputs.some((output) => flags(output)[uid] === true))
  const sums = (amounts: (output: EpochOutput) => readonly bigint[]) =>
    uids.map((uid) => toU64(outputs.reduce((sum, output) => sum + (amounts(output)[uid] ?? 0n), 0n)))
  const weighted = (pick: (output: EpochOutput, uid: number) => bigint, max: bigint) =>
    uids.map((uid) =>
      outputs.reduce(
        (running, output, mecid) => lesser(addWeighted(running, pick(output, uid), weights[mecid] ?? 0n), max),
        0n,
      ),
    )
  const shares = (values: (output: EpochOutput) => Uint16Array) =>
    Uint16Array.from(
      weighted((output, uid) => BigInt(values(output)[uid] ?? 0), BigInt(U16_MAX)),
      Number,
    )
  return {
    active: any((output) => output.active),
    validatorPermit: any((output) => output.validatorPermit),
    consensus: shares((output) => output.consensus),
    dividends: shares((output) => output.dividends),
    validatorTrust: shares((output) => output.validatorTrust),
    stakeWeight: shares((output) => output.stakeWeight),
    serverEmission: sums((output) => output.serverEmission),
    validatorEmission: sums((output) => output.validatorEmission),
    stake: sums((output) => output.stake),
    emission: weighted((output, uid) => output.emission[uid] ?? 0n, toU64(U64F64.max)),
  }
}

/** What the walk above makes of one mechanism that has all weight. Its `active` may go on beyond the last uid. */
function subnetOf({ incentive: _, bonds: __, ...output }: EpochOutput): SubnetOutput {
  return { ...output, active: output.active.slice(0, output.consensus.length) }
}

/**
 * Runs the epochs of all mechanisms of one subnet, in order, and aggregates them.
 * `inputs` differ in weights, bonds, last updates and commits only; their `raoEmission` is replaced by their share.
 * @throws AppError `invalid-mechanism-count`, and what `runEpoch` throws.
 */
export function runMechanisms(
  inputs: readonly EpochInput[],
  totalRao: bigint,
  split: readonly number[] | undefined,
): MechanismsOutput {
  const shares = splitEmissions(totalRao, inputs.length, split)
  const mechanisms = inputs.map((input, mecid) => runEpoch({ ...input, raoEmission: shares[mecid] ?? 0n }))
  return { mechanisms, subnet: aggregateMechanisms(mechanisms, mechanismWeights(shares, totalRao)) }
}
