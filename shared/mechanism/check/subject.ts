import type { Clock } from '../../clock.ts'
import type { Rng } from '../../rng.ts'
import type { Mechanism } from '../mechanism.ts'

/** A mechanism with what checks try it on. */
export interface Subject {
  readonly mechanism: Mechanism
  /** Tasks at the default difficulty, as they were drawn. */
  readonly tasks: readonly unknown[]
  readonly rng: Rng
  /** Measures cost: `cpuClock`, or one that tests drive. */
  readonly clock: Pick<Clock, 'monotonic'>
}

/** Tasks that checks look at: enough to know a mean score to a few hundredths of the way from chance to perfect. */
const TASKS = 1_000

/** Draws the tasks of a subject. */
export const toSubject = (mechanism: Mechanism, rng: Rng, clock: Pick<Clock, 'monotonic'>): Subject => ({
  mechanism,
  tasks: mechanism.makeTasks(rng.fork('tasks'), TASKS),
  rng,
  clock,
})

/** What a value is after a trip over the wire. */
export const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
