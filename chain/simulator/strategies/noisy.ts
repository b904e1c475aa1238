import { z } from 'zod'
import { U16_MAX } from '../../../shared/units.ts'
import { defineMiner, defineValidator } from './strategy.ts'

/** Answers as well as the honest on average, and now better, now worse. */
export const noisyMiner = defineMiner({
  description: 'Answers with its own model, whose quality differs from epoch to epoch.',
  params: z.strictObject({
    sigma: z.number().min(0).max(1).default(0.1).describe('standard deviation of its skill between epochs'),
  }),
  open: ({ sigma }) => ({
    answer: ({ skill, random }) => ({ skill: Math.min(1, Math.max(0, skill + sigma * random.normal())) }),
  }),
})

/** Measures with so few tasks that its weights scatter. */
export const noisyValidator = defineValidator({
  description: 'Sets honest weights, each times a random factor: it measures too little.',
  params: z.strictObject({
    sigma: z.number().min(0).max(3).default(0.3).describe('standard deviation of the logarithm of each factor'),
  }),
  open: ({ sigma }) => ({
    weigh: ({ measured, random }) => {
      const { uids, values } = measured()
      const factors = values.map((value) => value * Math.exp(sigma * random.normal()))
      const top = factors.reduce((most, value) => Math.max(most, value), 0)
      return { uids, values: factors.map((value) => (top === 0 ? 0 : Math.round((value / top) * U16_MAX))) }
    },
  }),
})
