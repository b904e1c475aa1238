import { createHash } from 'node:crypto'
import type { Measures, RunTask } from '../../../../../chain/simulator/sweep/engine.ts'
import { valueAt } from '../../../../../chain/simulator/sweep/paths.ts'
import { createRng } from '../../../../../shared/rng.ts'

const number = (task: RunTask, path: string): number => Number(valueAt(task.scenario, path.split('.')) ?? 0)

/** A network of which everything is known: the gain falls with the lag, more so with drift; chance comes from the seed alone. */
export function work(task: RunTask): Measures {
  const [lag, drift, kappa] = [number(task, 'lag'), number(task, 'drift'), number(task, 'network.kappa')]
  const fate = valueAt(task.scenario, ['fate'])
  if (fate === 'throw') throw new Error('the toy broke')
  while (fate === 'hang') work({ ...task, scenario: { ...task.scenario, fate: 'slow' } })
  const rng = createRng(createHash('sha256').update(task.seed).digest())
  if (fate === 'slow') for (let i = 0; i < 20_000; i++) rng.normal()
  const measures: Record<string, number> = {
    gain: 1.3 - 0.05 * lag * drift + 0.02 * rng.normal(),
    honestLoss: 0.05 * kappa + 0.001 * rng.normal(),
    rankCorrelation: 1 - drift / 4,
  }
  // As measures that are not defined for a run come: they have no value.
  if (drift > 0.5) measures.timeToDetect = Number.NaN
  return measures
}
