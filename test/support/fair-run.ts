import { expect } from 'vitest'
import { type DevnetRun, pidsWith, type RunReport } from './devnet-run.ts'

/** What every run of the subnet must end with. */
export function expectFairRun(report: RunReport): void {
  const miners = report.neurons.filter(({ role }) => role === 'miner')
  const validators = report.neurons.filter(({ role }) => role === 'validator')
  expect(miners).toHaveLength(8)
  expect(validators).toHaveLength(3)
  expect(report.rankCorrelation).toBeGreaterThanOrEqual(0.95)
  for (const miner of miners.filter(({ model }) => model === null || model === 'random answers'))
    expect(miner.incentive).toBeLessThanOrEqual(0.02)
  for (const validator of validators) expect(validator.validatorTrust).toBeGreaterThan(0.9)
  const { balancesRao, stakeRao, pendingRao, totalIssuanceRao } = report.chain
  expect(BigInt(balancesRao) + BigInt(stakeRao) + BigInt(pendingRao)).toBe(BigInt(totalIssuanceRao))
}

/** The run ends by itself, and leaves no process behind. */
export async function expectCleanEnd(run: DevnetRun): Promise<void> {
  expect(await run.ended, run.errors()).toBe(0)
  expect(await pidsWith(run.folder), 'processes of the run that are still there').toEqual([])
}
