import { playCheat } from '../arena/full-arena.ts'
import { lookUp } from '../arena/lookup.ts'
import type { Attack } from '../attack.ts'

/** B04: a lookup table of the test set. */
export const testSetCache: Attack = {
  id: 'B04',
  name: 'test set cache',
  does: 'Keeps a table of all tasks that were ever asked with their right answers, which become public sooner or later, and looks them up.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a model of medium skill, a table',
  defences: ['fresh-tasks'],
  play: (run) => playCheat(run, lookUp),
}
