import Table from 'cli-table3'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readVectors } from './support/yuma-vectors.ts'
import emission from './vectors/runtime/emission.json' with { type: 'json' }
import commits from './vectors/runtime/weight-commits.json' with { type: 'json' }
import registration from './vectors/runtime/weights-registration.json' with { type: 'json' }

const named = z.array(z.looseObject({ fn: z.string() }))
const list = z.array(z.unknown())

/** How many vectors of the production chain the tests meet bit for bit, and which are not ours to meet. */
const counts = () => {
  const scenarios = readVectors('epoch-scenarios', z.array(z.object({ steps: list })))
  const mechanisms = readVectors('mechanisms', z.object({ epochs: list, split_emissions: list }))
  const stories = readVectors(
    'simulation-cases',
    z.object({ variants: z.record(z.string(), z.unknown()), cases: list }),
  )
  const primitives = readVectors('primitives', named)
  const calls = readVectors('math-calls', named)
  const conversions = primitives.filter(({ fn }) => /from_num\(f(32|64)\)/.test(fn)).length
  const fractions = calls.filter(({ fn }) => fn === 'vec_max_upscale_to_u16').length
  return {
    'epoch_scenarios: epochs': [scenarios.reduce((sum, { steps }) => sum + steps.length, 0), ''],
    'epoch_fuzz: epochs': [readVectors('epoch-fuzz', list).length, ''],
    'mechanisms: epochs with aggregate': [mechanisms.epochs.length, ''],
    'mechanisms: splits of an emission': [mechanisms.split_emissions.length, ''],
    'yuma_simulation_cases: stories': [stories.cases.length * Object.keys(stories.variants).length, ''],
    'primitives: operations': [
      primitives.length - conversions,
      `${conversions} conversions of floats: nothing here is a float`,
    ],
    'math_tests: calls': [
      calls.length - fractions - 1,
      `${fractions} upscales of fractions, which the epoch does not use; 1 refusal of a dense matrix of another shape`,
    ],
    'weights_registration: pruning': [
      registration.pruning.length,
      '3 without blocks of registration: told as tests of their own',
    ],
    'weights_registration: IP addresses': [registration.ipAddresses.length, ''],
    'weights_registration: schedule': [registration.schedule.length, ''],
    'weights_registration: burn': [registration.burnBumps.length + registration.burnSequences.length, ''],
    'weights_registration: weight checks': [commits.weightsChecks.length, ''],
    'weights_registration: commit hashes': [commits.commitHashes.length, ''],
    'weights_registration: timelock payloads': [commits.timelockPayloads.length, ''],
    'emission: dividends': [emission.dividends.length, ''],
    'emission: splits of a block': [emission.splits.length, ''],
  } as const satisfies Record<string, readonly [number, string]>
}

describe('vectors of the production chain', () => {
  afterAll(() => {
    const table = new Table({ head: ['vectors', 'met', 'not ours to meet'], style: { head: [], border: [] } })
    for (const [name, [count, why]] of Object.entries(counts())) table.push([name, count, why])
    process.stdout.write(`${table.toString()}\n`)
  })

  test('are all here', () => {
    expect(Object.values(counts()).map(([count]) => count)).toEqual([
      141, 200, 6, 3, 72, 678, 338, 6, 14, 16, 7, 10, 3, 1, 4, 4,
    ])
  })
})
