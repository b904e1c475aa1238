import { z } from 'zod'
import { rowOf } from '../../../shared/weights/rows.ts'
import { defineValidator } from './strategy.ts'
import { minerUidsOf } from './team-uids.ts'

/**
 * Attack A07: takes money to weigh its team's miners as `lift` times the best of the others. The gain is that of those who
 * pay and those who are paid together: no bribe can be larger. Honest actors get what consensus gives them. Defended by
 * clipping (`kappa`) while those who are bribed have less stake than kappa, and by `bonds_penalty`, which lets them pay for
 * it; a reveal period keeps the briber from seeing in time what it bought.
 */
export const bribedValidator = defineValidator({
  description: "Measures, and weighs its team's miners as the best, for a bribe (A07).",
  params: z.strictObject({
    lift: z.number().min(0).max(100).default(1).describe("weight of the team's miners, of that of the best other"),
  }),
  open: ({ lift }) => ({
    weigh({ measured, team, network }) {
      const { uids, values } = measured()
      const own = minerUidsOf(team, network)
      const best = uids.reduce((most, uid, at) => (own.has(uid) ? most : Math.max(most, values[at] ?? 0)), 0)
      return rowOf(
        uids,
        uids.map((uid, at) => (own.has(uid) ? Math.max(lift * best, values[at] ?? 0) : (values[at] ?? 0))),
      )
    },
  }),
})
