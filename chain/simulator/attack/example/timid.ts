import type { MinerStrategy } from '../../play/full/miner-strategy.ts'
import { honestEntrant, OWN_SKILL, playArena } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

/**
 * An attack of one's own, as a start for others: `devnet attack --attack chain/simulator/attack/example/timid.ts`. A module
 * exports `attack`; `play` is called with the attack on and off by the same seeds, and says who was paid what.
 */
export const attack: Attack = {
  id: 'timid',
  name: 'timid reports',
  does: 'Halves what it says for the likeliest class and spreads it over the others, so as never to be far off.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a model of medium skill',
  defences: ['proper-score'],
  play: (run) =>
    playArena(run, ({ model }) => {
      const own = model('attacker', OWN_SKILL)
      const honest = honestEntrant('attacker', own, OWN_SKILL)
      const strategy: MinerStrategy = {
        models: [own],
        answer: ({ tasks }) => ({
          rows: tasks.map((task) => {
            const row = task.answerBy(own)
            return row.map((value) => value / 2 + 1 / (2 * row.length))
          }),
        }),
      }
      return { entrants: [run.isOn ? { ...honest, strategy } : honest] }
    }),
}
