import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createArena } from '../../../chain/yuma/arena.ts'
import { runEpoch } from '../../../chain/yuma/epoch.ts'
import { exactEpoch } from '../../../chain/yuma/exact/epoch.ts'
import { isFloat64Safe } from '../../../chain/yuma/float64/epoch.ts'
import { prepareEpoch } from '../../../chain/yuma/prepare.ts'
import { rowFromPairs } from '../../../chain/yuma/rows.ts'
import { exactStakeShares } from '../../../chain/yuma/stake-shares.ts'
import { epochInput as anyInput } from '../../support/yuma-arbitraries.ts'
import { denseEpoch } from '../../support/yuma-dense.ts'
import { epochInput, expectedEpoch, plainEpoch, readVectors } from '../../support/yuma-vectors.ts'

const step = z.object({ inputs: epochInput, expected_exact: expectedEpoch })
const scenarios = readVectors('epoch-scenarios', z.array(z.object({ name: z.string(), steps: z.array(step) })))
const fuzz = readVectors('epoch-fuzz', z.array(step.extend({ name: z.string() })))
const steps = [...scenarios.flatMap((scenario) => scenario.steps), ...fuzz]

describe('runEpoch', () => {
  it.each(scenarios)('gives what subtensor gives: $name', (scenario) => {
    for (const { inputs, expected_exact } of scenario.steps)
      expect(plainEpoch(runEpoch(inputs))).toEqual(expected_exact)
  })

  it('gives what subtensor gives in 200 random epochs', () => {
    expect(fuzz).toHaveLength(200)
    for (const { name, inputs, expected_exact } of fuzz)
      expect(plainEpoch(runEpoch(inputs)), name).toEqual(expected_exact)
  })

  it('leaves results alone when other epochs run after it', () => {
    // Scratch is used again; nothing of a result may be cut from it, on either road.
    const inputs = steps.map(({ inputs }) => inputs)
    const exact = { ...denseEpoch({ validators: 4, miners: 8 }), bondsMovingAverage: 1_000_001n }
    const results = [...inputs, exact].map((input) => runEpoch(input))
    const before = structuredClone(results)
    for (const input of [exact, ...inputs].reverse()) runEpoch(input)
    expect(results).toEqual(before)
  })

  it('takes the float64 road for all of them, and the exact road agrees', () => {
    expect(steps).toHaveLength(341)
    for (const { inputs, expected_exact } of steps) {
      const prepared = prepareEpoch(createArena(0), inputs)
      expect(isFloat64Safe(inputs, prepared)).toBe(true)
      expect(plainEpoch(exactEpoch(inputs, prepared))).toEqual(expected_exact)
    }
  })

  it.each([
    ['sane', false],
    ['wild', true],
  ])('gives the same on both roads for any %s input', (_, isWild) => {
    fc.assert(
      fc.property(anyInput(isWild), (input) => {
        const exact = exactEpoch(input, prepareEpoch(createArena(0), input))
        expect(plainEpoch(runEpoch(input))).toEqual(plainEpoch(exact))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['Yuma 3', {}],
    ['Yuma 3 with liquid alpha', { liquidAlphaOn: true, bondsPenalty: 0 }],
    ['Yuma 3 with half a penalty', { bondsPenalty: 32_768 }],
    ['original Yuma', { yuma3On: false }],
  ])('gives the same on both roads in a dense subnet: %s', (_, overrides) => {
    const input = denseEpoch({ validators: 40, miners: 20, overrides })
    const exact = exactEpoch(input, prepareEpoch(createArena(0), input))
    expect(plainEpoch(runEpoch(input))).toEqual(plainEpoch(exact))
  })

  it('leaves its input alone', () => {
    const inputs = steps.map(({ inputs }) => inputs).find(({ n }) => n > 3)
    const before = structuredClone(inputs!)
    runEpoch(inputs!)
    expect(inputs).toEqual(before)
  })

  it('does not keep its scratch memory alive through the output', () => {
    // What is small shares memory with other results instead.
    const input = denseEpoch({ validators: 64, miners: 192 })
    const { consensus, bonds } = runEpoch(input)
    const entries = bonds.reduce((sum, { columns }) => sum + columns.length, 0)
    expect(entries).toBeGreaterThan(10_000)
    expect(consensus.buffer.byteLength).toBeLessThan(40 * input.n + 5 * entries)
  })
})

describe('runEpoch outside the range of float64', () => {
  const base = steps.find(({ inputs }) => inputs.yuma3On && inputs.n >= 8 && !inputs.liquidAlphaOn)!.inputs

  it('runs exactly with a moving average above a million millionths', () => {
    const input = { ...base, bondsMovingAverage: 1_500_000n }
    const prepared = prepareEpoch(createArena(0), input)
    expect(isFloat64Safe(input, prepared)).toBe(false)
    expect(plainEpoch(runEpoch(input))).toEqual(plainEpoch(exactEpoch(input, prepared)))
  })

  it('pays within the emission even when the moving average saturates', () => {
    for (const bondsMovingAverage of [1_000_001n, 1n << 40n, (1n << 64n) - 1n]) {
      const output = runEpoch({ ...base, bondsMovingAverage })
      const paid = output.emission.reduce((sum, rao) => sum + rao, 0n)
      expect(paid <= base.raoEmission).toBe(true)
    }
  })

  it('saturates like the chain when stored bonds to one uid add up beyond 2^31', () => {
    const long = rowFromPairs(Array.from({ length: 33_000 }, () => [2, 65_535]))
    const input = { ...denseEpoch({ validators: 2, miners: 1 }), bonds: [long], yuma3On: false, bondsPenalty: 0 }
    const prepared = prepareEpoch(createArena(0), input)
    expect(isFloat64Safe(input, prepared)).toBe(true)
    expect(plainEpoch(runEpoch(input))).toEqual(plainEpoch(exactEpoch(input, prepared)))
  })

  it('runs exactly with rows of weights whose sum wraps', () => {
    const long = rowFromPairs(Array.from({ length: 33_000 }, () => [1, 65_535]))
    const input = { ...denseEpoch({ validators: 1, miners: 1 }), weights: [long] }
    expect(isFloat64Safe(input, prepareEpoch(createArena(0), input))).toBe(false)
    expect(runEpoch(input).incentive).toHaveLength(2)
  })

  it('wraps like the chain when stakes add up beyond 128 bits', () => {
    const quarter = 1n << 126n
    const totalStake = base.totalStake.map((_, uid) => (uid === 0 ? 2n * quarter - 1n : uid < 4 ? quarter : 0n))
    const input = { ...base, totalStake, ownerUid: undefined, minStake: 0n }
    const prepared = prepareEpoch(createArena(0), input)
    // 5 quarters of 2^128 leave one: the first uid seems to have twice the whole stake.
    expect(exactStakeShares(input)[0]).toBe(1n << 33n)
    expect(prepared.stake).toBeUndefined()
    expect(isFloat64Safe(input, prepared)).toBe(false)
    expect(runEpoch(input).stakeWeight[0]).toBe(65_535)
  })
})

describe('runEpoch at the edges', () => {
  const { inputs } = steps.find(({ inputs: { n } }) => n >= 8)!

  it('has nothing to say about a subnet without uids', () => {
    const output = runEpoch({ ...inputs, n: 0, totalStake: [], lastUpdate: [] })
    expect(output.incentive).toHaveLength(0)
    expect(output.emission).toEqual([])
    expect(output.bonds).toEqual([])
  })

  it('pays by stake when nobody set weights', () => {
    const totalStake = inputs.totalStake.map((_, uid) => BigInt(uid) << 64n)
    const output = runEpoch({ ...inputs, totalStake, minStake: 0n, weights: [], bonds: [], raoEmission: 1_000_000n })
    expect(output.incentive.every((share) => share === 0)).toBe(true)
    expect(output.serverEmission.every((rao) => rao === 0n)).toBe(true)
    const paid = output.validatorEmission.reduce((sum, rao) => sum + rao, 0n)
    expect(1_000_000n - paid).toBeLessThanOrEqual(BigInt(inputs.n))
  })

  it('pays nothing when nobody has stake', () => {
    const output = runEpoch({ ...inputs, totalStake: inputs.totalStake.map(() => 0n) })
    expect(output.emission.every((rao) => rao === 0n)).toBe(true)
    expect(output.consensus.every((share) => share === 0)).toBe(true)
  })

  it('counts explicit zeros as no weight', () => {
    const columns = Uint16Array.from({ length: inputs.n }, (_, uid) => uid)
    const weights = Array.from({ length: inputs.n }, () => ({ columns, values: new Uint16Array(inputs.n) }))
    expect(runEpoch({ ...inputs, weights }).incentive.every((share) => share === 0)).toBe(true)
  })

  it('distributes nothing out of nothing', () => {
    expect(runEpoch({ ...inputs, raoEmission: 0n }).emission.every((rao) => rao === 0n)).toBe(true)
  })
})
