import { expect, test } from 'vitest'
import { startDevnet } from '../support/devnet-run.ts'

test("devnet up trains, serves and pays for a person's own mechanism", { timeout: 240_000 }, async () => {
  const run = await startDevnet(['--mechanism', './shared/mechanism/example/parity.ts', '--epochs', '2'])
  expect(await run.ended, run.errors()).toBe(0)
  const { neurons, rankCorrelation } = await run.report()
  expect(rankCorrelation).toBeGreaterThanOrEqual(0.95)
  const models = neurons.filter(({ model }) => model?.startsWith('parity-'))
  expect(models).toHaveLength(6)
  for (const { model, skill, emissionRao } of models) {
    expect(skill, model ?? '').toBeGreaterThan(0.2)
    expect(BigInt(emissionRao), model ?? '').toBeGreaterThan(0n)
  }
  expect(neurons.find(({ model }) => model === 'random answers')?.skill).toBe(0)
})
