import type { Job } from './run-job.ts'

/** What a worker thread is asked. */
export interface WorkerTask {
  /** Id of a built-in attack; the path of a module where `begun` is given. */
  readonly attack: string
  readonly job: Job
  /** Of a person's own attack: 1 once the thread has taken it up. */
  readonly begun?: Int32Array
}

/** Room for one number that threads share, 0 at first. */
export const openSign = (): Int32Array => new Int32Array(new SharedArrayBuffer(4))
