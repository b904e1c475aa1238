import { honestEntrant, OWN_SKILL, playArena, playHonest } from '../arena/full-arena.ts'
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
  play: (run) => {
    if (!run.isOn) return playHonest(run)
    return playArena(run, ({ model }) => {
      const own = model('attacker', OWN_SKILL)
      const honest = honestEntrant('attacker', own, OWN_SKILL)
      return { entrants: [{ ...honest, strategy: lookUp(own) }] }
    })
  },
}
