import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runScenario } from '../../../../chain/simulator/play/run-scenario.ts'
import { loadScenario } from '../../../../chain/simulator/scenario/load.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { parseSnapshot, snapshotToJson } from '../../../../shared/subtensor/snapshot.ts'
import { recordedNetwork, recordedNeuron } from './support/recorded-network.ts'

await cryptoReady()

const snapshot = parseSnapshot(
  recordedNetwork({
    registrationCostRao: '123456789',
    hyperparameters: { kappa: 30_000, max_allowed_uids: 16, weights_set_rate_limit: 0, of_another_chain: 3 },
    neurons: [
      recordedNeuron(0),
      recordedNeuron(1, {
        stakeRao: '5000000000000',
        validatorPermit: true,
        weights: [
          [2, 65_535],
          [3, 20_000],
        ],
      }),
      recordedNeuron(2, { incentive: 50_000 }),
      recordedNeuron(3, { incentive: 12_500 }),
    ],
  }),
)

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorded-'))
  file = join(folder, 'network.json')
  await writeFile(file, snapshotToJson(snapshot))
})
afterAll(() => rm(folder, { recursive: true }))

const scenarioWith = async (input: Readonly<Record<string, unknown>>) => {
  const path = join(folder, 'scenario.json')
  await writeFile(path, JSON.stringify(input))
  return loadScenario(path)
}
const idle = { role: 'chain', strategy: 'idle' }

describe('a recorded network', () => {
  test('goes on as it was: its validators keep their rows and its miners their shares', async () => {
    const { scenario, snapshot: found } = await scenarioWith({
      network: { snapshot: 'network.json' },
      epochs: 10,
      actors: [idle],
    })
    if (found === undefined) throw new Error('no snapshot')
    const { members, faults } = runScenario(scenario, { seed: 'x', snapshot: found })
    expect(faults).toEqual([])
    expect(members.map(({ name, uid, rows }) => [name, uid, rows])).toEqual([
      ['recorded validators', 1, 20],
      ['recorded miners 1', 0, 0],
      ['recorded miners 2', 2, 0],
      ['recorded miners 3', 3, 0],
      ['idle chains', null, 0],
    ])
    const [, owner, best, other] = members
    expect(owner?.skill).toBe(0)
    expect(best?.skill).toBeCloseTo(1, 9)
    // A quarter of the incentive is half of the skill above the floor, with the exponent 2.
    expect(other?.skill).toBeCloseTo(0.05 + 0.95 / 2, 6)
    expect((best?.incentive ?? 0) / (other?.incentive ?? 1)).toBeCloseTo(65_535 / 20_000, 3)
  })

  test('that the command names comes before that of the scenario', async () => {
    const { snapshot: found } = await loadScenario('small-subnet', { network: file })
    expect(found?.neurons).toHaveLength(4)
  })

  test('takes participants only while there are uids', async () => {
    const { scenario, snapshot: found } = await scenarioWith({
      network: { snapshot: file, maxUids: 6 },
      actors: [{ role: 'miner', count: 3 }],
    })
    if (found === undefined) throw new Error('no snapshot')
    expect(() => runScenario(scenario, { seed: 'x', snapshot: found })).toThrow(/do not fit 6 uids; .* 7 or more/)
  })

  test.each([
    ['no JSON', '{', 'malformed'],
    ['another format', '{"format":"other"}', 'malformed'],
    ['no neurons', snapshotToJson({ ...snapshot, neurons: [] }), 'malformed'],
  ])('is refused with %s', async (_, text, code) => {
    const bad = join(folder, 'bad.json')
    await writeFile(bad, text)
    await expect(loadScenario('small-subnet', { network: bad })).rejects.toMatchObject({ code })
    await expect(loadScenario('small-subnet', { network: join(folder, 'none.json') })).rejects.toMatchObject({
      code: 'unreadable-file',
    })
  })
})
