import { z } from 'zod'
import { defineMiner } from '../strategy.ts'

/** An example of a strategy of one's own, as a start for others; `owls.yaml` beside it plays it. */
export default defineMiner({
  description: 'Answers in the second half of every day only.',
  params: z.strictObject({
    day: z.int().min(2).max(10_000).default(10).describe('epochs of a day'),
  }),
  open: ({ day }) => ({
    answer: ({ epoch, skill }) => ({ skill: epoch % day < day / 2 ? undefined : skill }),
  }),
})
