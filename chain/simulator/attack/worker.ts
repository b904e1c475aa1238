import { importAttack } from './find-attacks.ts'
import { ATTACKS } from './registry.ts'
import { type Job, type Measured, runJob } from './run-job.ts'

/** What a worker thread is asked. */
export interface WorkerTask {
  /** Id of a built-in attack, or the path of a module. */
  readonly attack: string
  readonly isOwn: boolean
  readonly job: Job
}

/** Plays one pair of runs. */
export async function work({ attack, isOwn, job }: WorkerTask): Promise<Measured> {
  const found = isOwn ? await importAttack(attack) : ATTACKS.find(({ id }) => id === attack)
  if (found === undefined) throw new RangeError(`no attack is called ${attack}`)
  return runJob(found, job)
}
