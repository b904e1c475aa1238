import { createHash } from 'node:crypto'
import type { Measures, RunTask } from '../../../../../chain/simulator/sweep/engine.ts'
import { valueAt } from '../../../../../chain/simulator/sweep/paths.ts'
import { createRng } from '../../../../../shared/rng.ts'

const number = (task: RunTask, path: string): number => Number(valueAt(task.scenario, path.split('.')) ?? 0)

/** Runs of this lag and more never end: so a process is not done before it is killed. */
const ENDLESS_FROM = Number(process.env.TOY_ENDLESS_FROM ?? Number.POSITIVE_INFINITY)

/** What tells that a run hangs. */
export const TOY_CHANNEL = 'toy'

/** A network of which everything is known: the gain falls with the lag, more so with drift; chance comes from the seed alone. */
export function work(task: RunTask): Measures {
  const [lag, drift, kappa] = [number(task, 'lag'), number(task, 'drift'), number(task, 'network.kappa')]
  const fate = valueAt(task.scenario, ['fate'])
  if (fate === 'throw') throw new Error('the toy broke')
  if (fate === 'hang') new BroadcastChannel(TOY_CHANNEL).postMessage('a run hangs')
  while (fate === 'hang') work({ ...task, scenario: { ...task.scenario, fate: 'well' } })
  if (lag >= ENDLESS_FROM) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  const rng = createRng(createHash('sha256').update(task.seed).digest())
  const measures: Record<string, number> = {
    gain: 1.3 - 0.05 * lag * drift + 0.02 * rng.normal(),
    honestLoss: 0.05 * kappa + 0.001 * rng.normal(),
    rankCorrelation: 1 - drift / 4,
  }
  // As measures that are not defined for a run come: they have no value.
  if (drift > 0.5) measures.timeToDetect = Number.NaN
  return measures
}
