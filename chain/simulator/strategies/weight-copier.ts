import { z } from 'zod'
import { medianOf } from './median-of.ts'
import { defineValidator, type WeightRow } from './strategy.ts'

/**
 * Attack A01: never measures; reads the weights that are in force and sets their stake-weighted median, which is where
 * consensus will be if the miners have not changed since.
 */
export const weightCopier = defineValidator({
  description: 'Measures nothing and sets the stake-weighted median of the weights that others have shown (A01).',
  params: z.strictObject({
    lag: z.int().min(0).max(1000).default(0).describe('epochs that it is late beside the delay of commit and reveal'),
    kappa: z.number().min(0).max(1).default(0.5).describe('majority whose weights it takes'),
  }),
  turn: 'late',
  open: ({ lag, kappa }, self) => {
    const seen: WeightRow[] = []
    return {
      weigh({ network }) {
        seen.push(medianOf(network, self.hotkey, kappa))
        const row = seen.length > lag ? seen.shift() : undefined
        return row === undefined || row.uids.length === 0 ? undefined : row
      },
    }
  },
})
