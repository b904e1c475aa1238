import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { Measures, RunTask } from './engine.ts'

/** What a worker thread of a sweep runs: a scenario once with its attackers and once without, measured. */
export async function work({ scenario: variant, base, seed }: RunTask): Promise<Measures> {
  await cryptoReady()
  // Storage keys are hashed when pallets are loaded.
  const { measurePair } = await import('../metrics/measure-pair.ts')
  const { levelOf } = await import('../play/levels.ts')
  const { playPaired } = await import('../play/paired.ts')
  const { parseScenario } = await import('../scenario/parse.ts')
  const { loadSnapshot } = await import('../replay/load-snapshot.ts')
  const { loadOwnStrategies, strategyNamesIn } = await import('../strategies/own-strategies.ts')
  const strategies = await loadOwnStrategies(strategyNamesIn(variant), base)
  const scenario = parseScenario(variant, strategies)
  const file = scenario.network.snapshot
  const recorded = file === undefined ? {} : { snapshot: await loadSnapshot(file, base) }
  const openLevel = await levelOf(scenario, base)
  return measurePair(await playPaired(scenario, { seed, strategies, ...recorded, openLevel }), scenario)
}
