import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from '@commander-js/extra-typings'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSweepCommand } from '../../../../chain/simulator/sweep/command.ts'
import { simulatorEngine } from '../../../../chain/simulator/sweep/simulator-engine.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { fakeStreams } from '../../../support/fake-streams.ts'
import { ROOT } from '../../../support/source-files.ts'

let folder: string
let scenario: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-simulator-'))
  scenario = join(folder, 'copier.yaml')
  writeFileSync(
    scenario,
    `name: copier
epochs: 30
warmup: 20
drift: 0.2
actors:
  - { role: validator, count: 5 }
  - { name: copier, role: validator, strategy: weight-copier, attacker: true }
  - { role: miner, count: 8 }
`,
  )
  const strategy = pathToFileURL(join(ROOT, 'chain/simulator/strategies/strategy.ts')).href
  const zod = import.meta.resolve('zod')
  writeFileSync(
    join(folder, 'silent.mjs'),
    `import { z } from '${zod}'
import { defineValidator } from '${strategy}'
export default defineValidator({
  description: 'sets nothing', params: z.strictObject({}), open: () => ({ weigh: () => undefined }),
})
`,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

async function sweep(out: string, ...args: readonly string[]) {
  const { streams } = fakeStreams()
  const program = new Command().exitOverride().configureOutput({ writeErr() {} })
  addSweepCommand(program, { streams, clock: systemClock }, async () => simulatorEngine)
  await program.parseAsync(['node', 'devnet', 'sweep', scenario, ...args, '--out', join(folder, out)])
  return readFileSync(join(folder, out, 'result.json'), 'utf8')
}

interface Found {
  readonly points: readonly { readonly measures: Readonly<Record<string, { readonly mean: number }>> }[]
}

it('sweeps the simulator to the same bytes with one thread and with two, and finds that delay hurts copiers', async () => {
  const args = ['--vary', 'actors.copier.params.lag=0,4', '--seeds', '2']
  const one = await sweep('one', ...args, '--workers', '1')
  expect(await sweep('two', ...args, '--workers', '2')).toBe(one)
  const { points }: Found = JSON.parse(one)
  const gains = points.map(({ measures }) => measures.gain?.mean ?? Number.NaN)
  expect(gains).toHaveLength(2)
  // Rankings that move: four epochs late is worse than none.
  expect(gains[1]).toBeLessThan(gains[0] ?? 0)
})

it('varies strategies, those of a person too', async () => {
  const found: Found = JSON.parse(
    await sweep('own', '--vary', 'actors.copier.strategy=honest,./silent.mjs', '--seeds', '1'),
  )
  expect(found.points[0]?.measures.gain?.mean).toBe(1)
  expect(found.points[1]?.measures.gain?.mean).toBe(0)
})

it('refuses to go on when a strategy of the person has changed', async () => {
  const vary = ['--vary', 'actors.copier.strategy=honest,./changing.mjs', '--seeds', '1']
  const source = readFileSync(join(folder, 'silent.mjs'), 'utf8')
  writeFileSync(join(folder, 'changing.mjs'), source)
  await sweep('changing', ...vary)
  await sweep('changing', ...vary, '--resume')
  writeFileSync(join(folder, 'changing.mjs'), `${source}// Otherwise.\n`)
  await expect(sweep('changing', ...vary, '--resume')).rejects.toMatchObject({
    code: 'sweep-mismatch',
    message: expect.stringContaining('./changing.mjs'),
  })
})

it.each([
  ['network.revealPeriot=1,2', 'invalid-point', /did you mean revealPeriod/],
  ['network.hyperparameters.kapa=1,2', 'invalid-point', /did you mean kappa/],
  ['actors.copyer.count=1,2', 'unknown-parameter', /did you mean actors\.copier\.count/],
  ['actors.copier.params.lagg=1,2', 'invalid-point', /lag/],
  ['level=full,fats', 'invalid-point', /fast/],
  ['epochs=0,1', 'invalid-point', /epochs/],
])('refuses %s before anything runs', async (vary, code, message) => {
  await expect(sweep('refused', '--vary', vary)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})
