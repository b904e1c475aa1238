import { z } from 'zod'
import { defineMiner, defineValidator, type WeightRow } from './strategy.ts'

/** Works on part of the tasks and guesses the others, or does not answer at all. */
export const lazyMiner = defineMiner({
  description: 'Works on part of its tasks and guesses the rest; in some epochs it does not answer.',
  params: z.strictObject({
    effort: z.number().min(0).max(1).default(0.2).describe('share of the tasks that it works on'),
    presence: z.number().min(0).max(1).default(1).describe('share of the epochs in which it answers'),
  }),
  open: ({ effort, presence }) => ({
    answer: ({ skill, random }) => ({
      skill: presence === 1 || random.uniform() < presence ? skill * effort : undefined,
    }),
  }),
})

/** Measures once in a while and sets the same weights again in between, to count as active. */
export const lazyValidator = defineValidator({
  description: 'Measures once in a while; in between it sets its old weights again, to count as active.',
  params: z.strictObject({
    every: z.int().min(1).max(1e9).default(50).describe('epochs between two measurements'),
  }),
  open: ({ every }) => {
    let row: WeightRow | undefined
    return {
      weigh({ epoch, measured }) {
        if (row === undefined || epoch % every === 0) row = measured()
        return row
      },
    }
  },
})
