import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runEpoch } from '../../../chain/yuma/epoch.ts'
import type { EpochInput } from '../../../chain/yuma/epoch-input.ts'
import { pairsFromRow, type Rows, rowFromPairs } from '../../../chain/yuma/rows.ts'
import { maxUpscale } from '../../../chain/yuma/upscale.ts'
import { denseEpoch } from '../../support/yuma-dense.ts'
import { readVectors } from '../../support/yuma-vectors.ts'

const numbers = z.array(z.number())
const variant = z.object({
  yuma3_on: z.boolean(),
  liquid_alpha_on: z.boolean().default(false),
  alpha_low: z.number().default(45_875),
  alpha_high: z.number().default(58_982),
  bonds_moving_average: z.number(),
  bonds_penalty: z.number(),
})
const result = z.object({
  epoch: z.number(),
  incentive: numbers,
  dividends: numbers,
  consensus: numbers,
  validator_trust: numbers,
  bonds: z.array(z.array(z.tuple([z.number(), z.number()]))),
  emission: z.array(z.string()),
})
const story = z.object({
  name: z.string(),
  validators: z.number(),
  servers: z.number(),
  num_epochs: z.number(),
  reset_bonds: z.boolean(),
  reset_bonds_server_index: z.number().nullable(),
  reset_bonds_epoch: z.number().nullable(),
  segments: z.array(
    z.object({ from_epoch: z.number(), to_epoch: z.number(), weights: z.array(numbers), stakes: numbers }),
  ),
  chain_exact_results: z.record(z.string(), z.array(result)),
})
type Story = z.infer<typeof story>
const schema = z.object({ variants: z.record(z.string(), variant), cases: z.array(story) })
const { variants, cases } = readVectors('simulation-cases', schema)
const runs = cases.flatMap((told) =>
  Object.entries(variants).map(([name, rules]) => ({ title: `${told.name}, ${name}`, told, name, rules })),
)

const padded = <T>(values: readonly T[], length: number, fill: T): T[] => [
  ...values,
  ...Array.from({ length: length - values.length }, () => fill),
]

/** The stories were told in Python, which rounds 0.3 · 65 535 = 19 660.5 down. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value)
}

/** Input of one epoch of a story; uids: validators first. */
function inputOf(told: Story, rules: z.infer<typeof variant>, epoch: number, bonds: Rows): EpochInput {
  const { weights, stakes } = told.segments.find(
    ({ from_epoch, to_epoch }) => epoch >= from_epoch && epoch <= to_epoch,
  )!
  const { validators, servers: miners } = told
  const rows = weights.map((row) =>
    rowFromPairs(
      Array.from(maxUpscale(Uint16Array.from(row, (weight) => roundHalfEven(weight * 65_535))), (value, k) => {
        return [validators + k, value] as const
      }),
    ),
  )
  const n = validators + miners
  const totalStake = stakes.map((stake) => BigInt(Math.round(stake * 1e9)) << 64n)
  const overrides = {
    weights: padded(rows, n, rowFromPairs([])),
    bonds,
    totalStake: padded(totalStake, n, 0n),
    yuma3On: rules.yuma3_on,
    liquidAlphaOn: rules.liquid_alpha_on,
    alphaLow: rules.alpha_low,
    alphaHigh: rules.alpha_high,
    bondsMovingAverage: BigInt(rules.bonds_moving_average),
    bondsPenalty: rules.bonds_penalty,
    raoEmission: 1_000_000_000n,
    blockAtRegistration: [],
  }
  return denseEpoch({ validators, miners, overrides })
}

describe('weight-setting stories', () => {
  it('are 18 in 4 parameter sets', () => expect(runs).toHaveLength(72))

  it.each(runs)('$title', ({ told, name, rules }) => {
    let bonds: Rows = []
    const seen: z.infer<typeof result>[] = []
    for (let epoch = 0; epoch < told.num_epochs; epoch++) {
      const reset = told.validators + (told.reset_bonds_server_index ?? 0)
      if (told.reset_bonds && rules.yuma3_on && epoch === told.reset_bonds_epoch)
        bonds = bonds.map((row) => rowFromPairs(pairsFromRow(row).filter(([j]) => j !== reset)))
      const output = runEpoch(inputOf(told, rules, epoch, bonds))
      bonds = output.bonds
      const { validators } = told
      seen.push({
        epoch,
        incentive: Array.from(output.incentive).slice(validators),
        dividends: Array.from(output.dividends).slice(0, validators),
        consensus: Array.from(output.consensus).slice(validators),
        validator_trust: Array.from(output.validatorTrust).slice(0, validators),
        bonds: bonds.slice(0, validators).map(pairsFromRow),
        emission: output.emission.map(String),
      })
    }
    const expected = told.chain_exact_results[name]!
    expect(seen.filter(({ epoch }) => expected.some((wanted) => wanted.epoch === epoch))).toEqual(expected)
  })
})
