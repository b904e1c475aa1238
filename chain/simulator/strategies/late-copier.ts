import { z } from 'zod'
import { meanDistribution } from '../../../shared/mechanism/rows/row-answers.ts'
import { defineMiner } from './strategy.ts'

/**
 * Attack B03: a validator that colludes shows it the others' answers before its own are due. To shared tasks it answers the
 * mean of those of its victims, to tasks of its own by its own model. Defended by commitments (`round.commitFirst`), which
 * its answers no longer match, and without them by tasks of its own, which show what it can do itself.
 */
export const lateCopier = defineMiner({
  description: 'Answers the mean of what others have answered before it, where answers are not committed first (B03).',
  levels: ['full'],
  params: z.strictObject({
    victims: z
      .array(z.string())
      .max(64)
      .default([])
      .describe('names of the miners, such as `honest miners 2`; nobody without'),
  }),
  open: ({ victims }) => ({
    answer: ({ skill }) => ({ skill }),
    amend({ tasks, model, hotkeyOf }, mine, open) {
      const hotkeys = victims.flatMap((name) => hotkeyOf(name) ?? [])
      const rows = tasks.map((task, at) => {
        const seen = hotkeys.flatMap((hotkey) => open(hotkey, task.key) ?? [])
        return seen.length === 0 ? (mine?.rows[at] ?? task.answerBy(model)) : meanDistribution(seen)
      })
      return { rows }
    },
  }),
})
