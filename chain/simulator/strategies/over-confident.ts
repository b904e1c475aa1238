import { z } from 'zod'
import { certainRow } from '../attack/arena/rows.ts'
import { defineMiner } from './strategy.ts'

/**
 * Attack B08: puts everything on the likeliest class. An improper rule pays that better than what the model believes;
 * the proper rules of all built-in mechanisms pay it worse.
 */
export const overConfident = defineMiner({
  description: 'Puts all probability on the likeliest outcome, whatever its model believes (B08).',
  levels: ['full'],
  params: z.strictObject({}),
  open: () => ({
    answer: ({ skill }) => ({ skill }),
    work: ({ tasks, model }) => ({ rows: tasks.map((task) => certainRow(task.answerBy(model))) }),
  }),
})
