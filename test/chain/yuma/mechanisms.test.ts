import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  aggregateMechanisms,
  mechanismStorageIndex,
  mechanismWeights,
  runMechanisms,
  splitEmissions,
} from '../../../chain/yuma/mechanisms.ts'
import { denseEpoch } from '../../support/yuma-dense.ts'
import {
  big,
  epochInput,
  expectedEpoch,
  expectedSubnet,
  plainEpoch,
  plainSubnet,
  readVectors,
} from '../../support/yuma-vectors.ts'

const split = z.array(z.number()).nullish()
const { epochs, split_emissions } = readVectors(
  'mechanisms',
  z.object({
    epochs: z.array(
      z.object({
        name: z.string(),
        emission_split: split,
        rao_emission: big.optional(),
        split_emissions: z.array(big).optional(),
        sub_weights_u64f64_bits: z.array(big).optional(),
        inputs_per_mechanism: z.array(epochInput),
        expected_exact_per_mechanism: z.array(expectedEpoch),
        expected_exact_aggregated: expectedSubnet.optional(),
      }),
    ),
    split_emissions: z.array(z.object({ alpha: big, mechanism_count: z.number(), split, expected: z.array(big) })),
  }),
)

describe('runMechanisms', () => {
  it.each(epochs)('gives what subtensor gives: $name', (epoch) => {
    const total = epoch.rao_emission ?? epoch.inputs_per_mechanism[0]!.raoEmission
    const { mechanisms, subnet } = runMechanisms(epoch.inputs_per_mechanism, total, epoch.emission_split ?? undefined)
    expect(mechanisms.map(plainEpoch)).toEqual(epoch.expected_exact_per_mechanism)
    if (epoch.expected_exact_aggregated !== undefined)
      expect(plainSubnet(subnet)).toEqual(epoch.expected_exact_aggregated)
    if (epoch.split_emissions === undefined) return
    const shares = splitEmissions(total, epoch.inputs_per_mechanism.length, epoch.emission_split ?? undefined)
    expect(shares).toEqual(epoch.split_emissions)
    expect(mechanismWeights(shares, total)).toEqual(epoch.sub_weights_u64f64_bits)
  })

  it('changes nothing when there is one mechanism', () => {
    const input = denseEpoch({ validators: 4, miners: 5 })
    const { mechanisms, subnet } = runMechanisms([input], input.raoEmission, undefined)
    const { incentive: _incentive, bonds: _bonds, ...alone } = plainEpoch(mechanisms[0]!)
    expect(plainSubnet(subnet)).toEqual(alone)
  })
})

describe('splitEmissions', () => {
  it.each(split_emissions)('gives what subtensor gives: $alpha rao in $mechanism_count', (vector) => {
    expect(splitEmissions(vector.alpha, vector.mechanism_count, vector.split ?? undefined)).toEqual(vector.expected)
  })

  it('fills a short split with zeros and gives the remainder to the first', () => {
    expect(splitEmissions(100n, 3, [13_107])).toEqual([100n, 0n, 0n])
    expect(splitEmissions(100n, 1, [13_107, 52_428])).toEqual([100n])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses %d mechanisms', (count) => {
    expect(() => splitEmissions(1n, count, undefined)).toThrow(
      expect.objectContaining({ code: 'invalid-mechanism-count' }),
    )
  })
})

describe('mechanismWeights', () => {
  it('counts only the first mechanism when there is nothing to share', () => {
    expect(mechanismWeights([0n, 0n], 0n)).toEqual([1n << 64n, 0n])
  })
})

describe('aggregateMechanisms', () => {
  it('is empty for no mechanism', () => {
    expect(aggregateMechanisms([], []).emission).toEqual([])
  })
})

describe('mechanismStorageIndex', () => {
  it('keeps mechanisms 4096 apart', () => {
    expect(mechanismStorageIndex(7, 0)).toBe(7)
    expect(mechanismStorageIndex(7, 2)).toBe(8199)
  })
})
