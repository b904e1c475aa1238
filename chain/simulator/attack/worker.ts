import { importAttack } from './find-attacks.ts'
import { ATTACKS } from './registry.ts'
import { type Measured, runJob } from './run-job.ts'
import type { WorkerTask } from './worker-task.ts'

/** Plays one pair of runs. */
export async function work({ attack, job, begun }: WorkerTask): Promise<Measured> {
  if (begun !== undefined) {
    Atomics.store(begun, 0, 1)
    Atomics.notify(begun, 0)
  }
  const found = begun === undefined ? ATTACKS.find(({ id }) => id === attack) : await importAttack(attack)
  if (found === undefined) throw new RangeError(`no attack is called ${attack}`)
  return runJob(found, job)
}
