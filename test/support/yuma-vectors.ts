import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { EpochInput } from '../../chain/yuma/epoch-input.ts'
import type { EpochOutput } from '../../chain/yuma/epoch-output.ts'
import { pairsFromRow, rowFromPairs } from '../../chain/yuma/rows.ts'

/** Reads `test/vectors/yuma/<name>.json.gz`. */
export function readVectors<T>(name: string, schema: z.ZodType<T>): T {
  const file = new URL(`../vectors/yuma/${name}.json.gz`, import.meta.url)
  return schema.parse(JSON.parse(gunzipSync(readFileSync(file)).toString()))
}

/** Raw fixed point value or amount, written as a decimal string. */
export const big = z.string().transform(BigInt)
const number = z.number()
const pairs = z.array(z.array(z.tuple([number, number])))

/** Input of one epoch, as the runtime would hand it over. */
export const epochInput = z
  .object({
    n: number,
    current_block: number,
    tempo: number,
    activity_cutoff: number,
    last_update: z.array(number),
    block_at_registration: z.array(number),
    stake_i64f64_bits: z.array(big),
    min_stake: number,
    owner_uid: number.nullable(),
    validator_permits: z.array(z.boolean()),
    max_allowed_validators: number,
    weights: pairs,
    bonds: pairs,
    commit_reveal_enabled: z.boolean(),
    commit_blocks: z.array(number.nullable()),
    kappa: number,
    bonds_penalty: number,
    bonds_moving_average: number,
    yuma3_on: z.boolean(),
    liquid_alpha_on: z.boolean(),
    alpha_low: number,
    alpha_high: number,
    alpha_sigmoid_steepness: number,
    last_mechanism_step_block: number,
    rao_emission_str: big,
  })
  .transform(
    (raw): EpochInput => ({
      n: raw.n,
      currentBlock: raw.current_block,
      tempo: raw.tempo,
      activityCutoff: raw.activity_cutoff,
      lastUpdate: raw.last_update,
      blockAtRegistration: raw.block_at_registration,
      totalStake: raw.stake_i64f64_bits,
      minStake: BigInt(raw.min_stake),
      ownerUid: raw.owner_uid ?? undefined,
      validatorPermits: raw.validator_permits,
      maxAllowedValidators: raw.max_allowed_validators,
      weights: raw.weights.map(rowFromPairs),
      bonds: raw.bonds.map(rowFromPairs),
      commitRevealEnabled: raw.commit_reveal_enabled,
      commitBlocks: raw.commit_blocks.map((block) => block ?? undefined),
      kappa: raw.kappa,
      bondsPenalty: raw.bonds_penalty,
      bondsMovingAverage: BigInt(raw.bonds_moving_average),
      yuma3On: raw.yuma3_on,
      liquidAlphaOn: raw.liquid_alpha_on,
      alphaLow: raw.alpha_low,
      alphaHigh: raw.alpha_high,
      alphaSigmoidSteepness: raw.alpha_sigmoid_steepness,
      lastMechanismStepBlock: raw.last_mechanism_step_block,
      raoEmission: raw.rao_emission_str,
    }),
  )

const sharedOutput = {
  active: z.array(z.boolean()),
  consensus: z.array(number),
  dividends: z.array(number),
  validator_trust: z.array(number),
  validator_permit: z.array(z.boolean()),
  stake_weight: z.array(number),
  server_emission: z.array(z.string()),
  validator_emission: z.array(z.string()),
  emission: z.array(z.string()),
  stake: z.array(z.string()),
}
/** What a subnet's epoch must give over all mechanisms. */
export const expectedSubnet = z.object(sharedOutput)
/** What one epoch must give. */
export const expectedEpoch = z.object({ ...sharedOutput, incentive: z.array(number), bonds: pairs })

/** Turns an aggregate into the form of the vectors. */
export const plainSubnet = (output: Omit<EpochOutput, 'incentive' | 'bonds'>) => ({
  active: output.active,
  consensus: Array.from(output.consensus),
  dividends: Array.from(output.dividends),
  validator_trust: Array.from(output.validatorTrust),
  validator_permit: output.validatorPermit,
  stake_weight: Array.from(output.stakeWeight),
  server_emission: output.serverEmission.map(String),
  validator_emission: output.validatorEmission.map(String),
  emission: output.emission.map(String),
  stake: output.stake.map(String),
})

/** Turns an output into the form of the vectors. */
export const plainEpoch = (output: EpochOutput) => ({
  ...plainSubnet(output),
  incentive: Array.from(output.incentive),
  bonds: output.bonds.map(pairsFromRow),
})
