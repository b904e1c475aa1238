import { honestEntrant, OWN_SKILL, playArena, playHonest } from '../arena/full-arena.ts'
import { certainRow } from '../arena/rows.ts'
import type { Attack } from '../attack.ts'

/** B08: certainty that is not there. */
export const overConfidence: Attack = {
  id: 'B08',
  name: 'over-confidence',
  does: 'Puts everything on the likeliest class. An improper rule pays that better than the probabilities that the model has.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a model of medium skill',
  defences: ['proper-score'],
  play: (run) => {
    if (!run.isOn) return playHonest(run)
    return playArena(run, ({ model }) => {
      const own = model('attacker', OWN_SKILL)
      const honest = honestEntrant('attacker', own, OWN_SKILL)
      const strategy: typeof honest.strategy = {
        models: [own],
        answer: ({ tasks }) => ({ rows: tasks.map((task) => certainRow(task.answerBy(own))) }),
      }
      return { entrants: [{ ...honest, strategy }] }
    })
  },
}
