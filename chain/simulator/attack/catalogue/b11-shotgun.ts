import { playCheat } from '../arena/full-arena.ts'
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
  play: (run) =>
    playCheat(run, (own) => ({
      models: [own],
      answer: ({ tasks }) => ({ rows: tasks.map((task) => task.answerBy(own).map(() => 1)) }),
    })),
}
