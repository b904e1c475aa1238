import { measurePair } from '../metrics/measure-pair.ts'
import { runPaired } from '../play/paired.ts'
import { parseScenario } from '../scenario/parse.ts'
import { loadOwnStrategies } from '../strategies/own-strategies.ts'
import type { Measures, RunTask } from './engine.ts'
import { valueAt } from './paths.ts'

/** What a worker thread of a sweep runs: a scenario once with its attackers and once without, measured. */
export async function work({ scenario: variant, base, seed }: RunTask): Promise<Measures> {
  const actors = valueAt(variant, ['actors'])
  const names = (Array.isArray(actors) ? actors : []).flatMap((group) => {
    const strategy = valueAt(group, ['strategy'])
    return typeof strategy === 'string' ? [strategy] : []
  })
  const strategies = await loadOwnStrategies(names, base)
  const scenario = parseScenario(variant, strategies)
  return measurePair(runPaired(scenario, { seed, strategies }), scenario)
}
