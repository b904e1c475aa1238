import { expect, test } from 'vitest'
import { startDevnet } from '../support/devnet-run.ts'

test("devnet up trains, serves and pays for a person's own mechanism", { timeout: 240_000 }, async () => {
  const run = await startDevnet(['--mechanism', './shared/mechanism/example/parity.ts', '--epochs', '2'])
  expect(await run.ended, run.errors()).toBe(0)
  const { neurons, rankCorrelation } = await run.report()
  expect(rankCorrelation).toBeGreaterThanOrEqual(0.95)
  const models = neurons.filter(({ model }) => model?.startsWith('parity-'))
  expect(models).toHaveLength(6)
  const ladder = models.toSorted((a, b) => (a.model ?? '').localeCompare(b.model ?? ''))
  let weaker = 0.1
  for (const { model, skill, emissionRao } of ladder) {
    expect(skill, model ?? '').toBeGreaterThan(weaker)
    expect(BigInt(emissionRao), model ?? '').toBeGreaterThan(0n)
    weaker = skill ?? 0
  }
  expect(neurons.find(({ model }) => model === 'random answers')?.skill).toBe(0)
})
