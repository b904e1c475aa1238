import { honestEntrant, OWN_SKILL, playArena, playHonest } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

/** B11: an answer that contains every answer. */
export const shotgun: Attack = {
  id: 'B11',
  name: 'shotgun',
  does: 'Gives every class a probability of 1, as “0123456789” contains the right digit: whatever is looked for is found.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a model of medium skill',
  defences: ['strict-answers'],
  play: (run) => {
    if (!run.isOn) return playHonest(run)
    return playArena(run, ({ model }) => {
      const own = model('attacker', OWN_SKILL)
      const honest = honestEntrant('attacker', own, OWN_SKILL)
      const strategy: typeof honest.strategy = {
        models: [own],
        answer: ({ tasks }) => ({ rows: tasks.map((task) => task.answerBy(own).map(() => 1)) }),
      }
      return { entrants: [{ ...honest, strategy }] }
    })
  },
}
