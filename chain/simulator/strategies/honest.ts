import { z } from 'zod'
import { filledRow } from './rows.ts'
import { defineMiner, defineValidator } from './strategy.ts'

/** Answers with its own model, every task as well as it can. */
export const honestMiner = defineMiner({
  description: 'Answers every task with its own model.',
  params: z.strictObject({}),
  open: () => ({ answer: ({ skill }) => ({ skill }) }),
})

/** Measures every miner in every epoch and sets what the scoring of the subnet makes of it. */
export const honestValidator = defineValidator({
  description: 'Measures every miner and sets the weights that the scoring makes of it.',
  params: z.strictObject({
    fill: z.boolean().default(false).describe('whether its rows name all uids, so that none is too short'),
  }),
  open: ({ fill }) => ({
    weigh: ({ measured, network }) => (fill ? filledRow(measured(), network.size()) : measured()),
  }),
})
