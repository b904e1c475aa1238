import { z } from 'zod'
import { defineValidator } from './strategy.ts'
import { minerUidsOf } from './team-uids.ts'

/**
 * Attack A05, the havoc of a tiny validator: sets honest weights but for the weakest rivals of its team's miners, which get
 * nothing. Weights below consensus are not clipped, so the rivals lose in proportion to its stake and fall behind its own
 * miners in the order of pruning. The prize is uids that survive. Defended by a larger gap between miners than its stake
 * moves (`skillExponent`), and by long immunity only as long as that lasts.
 */
export const underWeighter = defineValidator({
  description: "Gives the weakest rivals of its team's miners nothing, so that they are pruned first (A05).",
  params: z.strictObject({
    victims: z.number().min(0).max(1).default(0.5).describe('share of the other miners that get nothing'),
  }),
  open: ({ victims }) => ({
    weigh({ measured, team, network }) {
      const row = measured()
      const own = minerUidsOf(team, network)
      const rivals = row.uids
        .flatMap((uid, at) => (own.has(uid) ? [] : [{ uid, value: row.values[at] ?? 0 }]))
        .toSorted((a, b) => a.value - b.value || a.uid - b.uid)
      const starved = new Set(rivals.slice(0, Math.round(victims * rivals.length)).map(({ uid }) => uid))
      const values = row.uids.map((uid, at) => {
        const value = row.values[at] ?? 0
        return starved.has(uid) ? 0 : own.has(uid) ? Math.max(1, value) : value
      })
      return { uids: row.uids, values }
    },
  }),
})
