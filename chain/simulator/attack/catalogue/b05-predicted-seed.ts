import { playCheat } from '../arena/full-arena.ts'
import { lookUp } from '../arena/lookup.ts'
import type { Attack } from '../attack.ts'

/** B05: tasks worked out before they are asked. */
export const predictedSeed: Attack = {
  id: 'B05',
  name: 'predicted seed',
  does: 'Draws the tasks of a round itself, from the block number, before they are asked: the generator is public and gives the right answers with them.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a model of medium skill',
  defences: ['secret-seed'],
  play: (run) => playCheat(run, lookUp),
}
