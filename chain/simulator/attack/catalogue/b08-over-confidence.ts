import { playCheat } from '../arena/full-arena.ts'
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
  play: (run) =>
    playCheat(run, (own) => ({
      models: [own],
      answer: ({ tasks }) => ({ rows: tasks.map((task) => certainRow(task.answerBy(own))) }),
    })),
}
