import { honestMiner } from '../../play/full/miner-strategy.ts'
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
  // Tasks that come once are in no table, also where they could be predicted.
  play: (run) => playCheat(run, (own, { rules }) => (rules.tasks === 'fixed' ? lookUp(own) : honestMiner(own))),
}
