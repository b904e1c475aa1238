import { z } from 'zod'
import type { EpochInput } from '../../yuma/epoch-input.ts'
import { rowFromPairs } from '../../yuma/rows.ts'
import { big, small, valid, wrong } from './fields.ts'

const u16 = small(0, 65_535)
const u64 = big(0n, (1n << 64n) - 1n)
const block = small(0, Number.MAX_SAFE_INTEGER)
const flag = z.boolean(valid('true or false'))
const list = <T extends z.ZodType>(of: T) => z.array(of, valid('a list'))
const rows = list(list(z.tuple([u16, u16], valid('a pair [uid, value]'))))

const fields = z.object(
  {
    n: u16,
    current_block: block,
    tempo: u16,
    activity_cutoff: block,
    last_update: list(block),
    block_at_registration: list(block),
    stake_i64f64_bits: list(big(0n, (1n << 127n) - 1n)),
    min_stake: u64,
    owner_uid: u16.nullable(),
    validator_permits: list(flag),
    max_allowed_validators: u16,
    weights: rows,
    bonds: rows,
    commit_reveal_enabled: flag,
    commit_blocks: list(block.nullable()),
    kappa: u16,
    bonds_penalty: u16,
    bonds_moving_average: u64,
    yuma3_on: flag,
    liquid_alpha_on: flag,
    alpha_low: u16,
    alpha_high: u16,
    alpha_sigmoid_steepness: small(-32_768, 32_767),
    last_mechanism_step_block: block,
    rao_emission: u64.optional(),
    rao_emission_str: u64.optional(),
  },
  valid('an object with the inputs of an epoch'),
)

/** One epoch's inputs in the schema of subtensor's vectors; integers are JSON numbers or decimal strings. */
export const epochInputs = fields.transform((raw, context): EpochInput => {
  const refuse = (field: string, found: unknown, form: string) => {
    context.issues.push({ code: 'custom', path: [field], message: wrong(found, form), input: found })
    return z.NEVER
  }
  const { n, rao_emission: number, rao_emission_str: text } = raw
  if (raw.stake_i64f64_bits.length !== n)
    return refuse('stake_i64f64_bits', raw.stake_i64f64_bits, `a list of n = ${n} stakes`)
  // Tools without big integers round the number: the string copy counts, unless the two tell of different amounts.
  const raoEmission = text ?? number
  if (raoEmission === undefined) return refuse('rao_emission', undefined, 'a whole number from 0 to 2^64 - 1')
  if (number !== undefined && Number(number) !== Number(raoEmission))
    return refuse('rao_emission', number, `the amount of rao_emission_str, ${raoEmission}`)
  return {
    n,
    currentBlock: raw.current_block,
    tempo: raw.tempo,
    activityCutoff: raw.activity_cutoff,
    lastUpdate: raw.last_update,
    blockAtRegistration: raw.block_at_registration,
    totalStake: raw.stake_i64f64_bits,
    minStake: raw.min_stake,
    ownerUid: raw.owner_uid ?? undefined,
    validatorPermits: raw.validator_permits,
    maxAllowedValidators: raw.max_allowed_validators,
    weights: raw.weights.map(rowFromPairs),
    bonds: raw.bonds.map(rowFromPairs),
    commitRevealEnabled: raw.commit_reveal_enabled,
    commitBlocks: raw.commit_blocks.map((committed) => committed ?? undefined),
    kappa: raw.kappa,
    bondsPenalty: raw.bonds_penalty,
    bondsMovingAverage: raw.bonds_moving_average,
    yuma3On: raw.yuma3_on,
    liquidAlphaOn: raw.liquid_alpha_on,
    alphaLow: raw.alpha_low,
    alphaHigh: raw.alpha_high,
    alphaSigmoidSteepness: raw.alpha_sigmoid_steepness,
    lastMechanismStepBlock: raw.last_mechanism_step_block,
    raoEmission,
  }
})
