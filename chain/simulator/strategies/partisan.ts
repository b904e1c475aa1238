import { z } from 'zod'
import { U16_MAX } from '../../../shared/units.ts'
import { defineValidator, type WeightRow } from './strategy.ts'

/**
 * A validator of the published two-team experiment: gives a share of its weight to the miners of its own team and the
 * rest to all others, the same in every epoch, each miner's part with a deviation of its own.
 */
export const partisanValidator = defineValidator({
  description: "Gives a fixed share of its weight to its team's miners and the rest to all others.",
  params: z.strictObject({
    utility: z.number().min(0).max(1).default(1).describe("share of the weight that goes to its team's miners"),
    deviation: z.number().min(0).max(3).default(0).describe('relative standard deviation of the weights on miners'),
  }),
  open: ({ utility, deviation }) => {
    let row: WeightRow | undefined
    return {
      weigh({ measured, team, network, random }) {
        if (row !== undefined) return row
        const { uids } = measured()
        const own = new Set(team.map(({ hotkey }) => network.uidOf(hotkey)))
        const parts = uids.map(() => Math.max(0, 1 + deviation * random.normal()))
        const sums = [0, 0]
        const sideOf = uids.map((uid) => (own.has(uid) ? 0 : 1))
        for (const [at, side] of sideOf.entries()) sums[side] = (sums[side] ?? 0) + (parts[at] ?? 0)
        const values = uids.map((_, at) => {
          const side = sideOf[at] ?? 0
          const share = (parts[at] ?? 0) / (sums[side] || 1)
          return Math.floor((side === 0 ? utility : 1 - utility) * share * U16_MAX)
        })
        row = { uids, values }
        return row
      },
    }
  },
})
