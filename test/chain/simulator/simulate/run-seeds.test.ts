import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadScenario } from '../../../../chain/simulator/scenario/load.ts'
import { renderResult, toResultJson } from '../../../../chain/simulator/simulate/report.ts'
import { allEpochs, runSeeds } from '../../../../chain/simulator/simulate/run-seeds.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { ROOT } from '../../../support/source-files.ts'

let folder = ''
beforeAll(async () => {
  await cryptoReady()
  folder = await mkdtemp(join(tmpdir(), 'simulate-'))
})
afterAll(() => rm(folder, { recursive: true }))

const SCENARIO = `
epochs: 20
seeds: 3
network: { tempo: 2 }
actors:
  - { role: validator, count: 3 }
  - { role: validator, strategy: weight-copier, attacker: true }
  - { role: miner, count: 4 }
`

async function load(name: string, content: string) {
  const path = join(folder, name)
  await writeFile(path, content)
  return loadScenario(path)
}

async function run(loaded: Awaited<ReturnType<typeof load>>, workers: number, patienceMs = 60_000) {
  let epochs = 0
  const options = {
    clock: systemClock,
    signal: new AbortController().signal,
    onEpochs: (count: number) => {
      epochs += count
    },
  }
  return { runs: await runSeeds({ loaded, workers, patienceMs }, options), epochs }
}

describe('runs on worker threads', () => {
  test('come to the same bytes with one and with two', async () => {
    const loaded = await load('same.yaml', SCENARIO)
    const [one, two] = [await run(loaded, 1), await run(loaded, 2)]
    const json = (runs: typeof one.runs) => toResultJson({ scenario: loaded.scenario, runs })
    expect(json(two.runs)).toBe(json(one.runs))
    expect(new Set(one.runs.map(({ on }) => on.seed)).size).toBe(3)
    expect(allEpochs(loaded.scenario)).toBe(2 * 3 * 30)
    expect(one.epochs).toBeLessThanOrEqual(2 * 3 * 30)
    const text = renderResult({ scenario: loaded.scenario, runs: one.runs })
    expect(text).toContain('weight-copier validators (attacker)')
    expect(text).toMatch(/gain of the attackers: [\d.]+ ± [\d.]+ times/)
  })

  test('come to the same bytes at the full level, too', async () => {
    const text = SCENARIO.replace('epochs: 20', 'level: full\nepochs: 4\nwarmup: 2\nitems: 24\ndrift: 0.1')
    const loaded = await load('full.yaml', text)
    const [one, two] = [await run(loaded, 1), await run(loaded, 2)]
    const json = (runs: typeof one.runs) => toResultJson({ scenario: loaded.scenario, runs })
    expect(json(two.runs)).toBe(json(one.runs))
    expect(one.runs.every(({ on }) => on.paid > 0)).toBe(true)
  })

  test('go on without a strategy that hangs, from the epoch in which it did', async () => {
    const lib = join(ROOT, 'chain/simulator/strategies/strategy.ts')
    await writeFile(
      join(folder, 'hangs.ts'),
      `import { z } from '${join(ROOT, 'node_modules/zod/index.js')}'
       import { defineMiner } from '${lib}'
       export default defineMiner({
         description: 'x',
         params: z.strictObject({}),
         open: () => ({ answer({ epoch }) { if (epoch === 6) for (;;); return { skill: 0.5 } } }),
       })`,
    )
    const actors = [
      '{ role: validator }',
      '{ role: miner, name: other }',
      '{ role: miner, name: own, strategy: ./hangs.ts }',
    ]
    const text = ['epochs: 8', 'warmup: 2', 'actors:', ...actors.map((actor) => `  - ${actor}`), ''].join('\n')
    const { runs, epochs } = await run(await load('hangs.yaml', text), 1, 2_500)
    const { faults, members } = runs[0]?.on ?? { faults: [], members: [] }
    expect(faults).toEqual([{ who: 'own', message: expect.stringContaining('was stopped'), epoch: 6, count: 4 }])
    expect(members.find(({ name }) => name === 'own')?.emission).toBeGreaterThan(0)
    expect(epochs).toBeLessThanOrEqual(10)
  })

  test('stop with the signal', async () => {
    const loaded = await load('stop.yaml', SCENARIO)
    const signal = AbortSignal.abort(new Error('enough'))
    const options = { clock: systemClock, signal, onEpochs() {} }
    await expect(runSeeds({ loaded, workers: 1, patienceMs: 1_000 }, options)).rejects.toThrow('enough')
  })
})
