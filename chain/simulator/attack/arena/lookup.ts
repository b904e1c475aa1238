import type { AnswerModel } from '../../play/full/answer-model.ts'
import type { MinerStrategy } from '../../play/full/miner-strategy.ts'

/**
 * Looks every task up among those whose answers are public, and asks its own model where it finds none. Canaries that it
 * recognises it answers by its model, too: no honest miner would know their references.
 */
export const lookUp = (own: AnswerModel): MinerStrategy => ({
  models: [own],
  answer: ({ tasks, known }) => ({
    rows: tasks.map((task) => {
      const found = known.references.get(task.key)
      return found === undefined || found.isCanary ? task.answerBy(own) : found.row
    }),
  }),
})
