import { z } from 'zod'
import { rowOf } from '../../../shared/weights/rows.ts'
import { filledRow } from './rows.ts'
import { defineValidator } from './strategy.ts'
import { minerUidsOf } from './team-uids.ts'

/**
 * Attacks A04 and A06: gives all its weight to the miners of its team, as much to each as it measures. Resources: a share
 * of the stake and some of the uids. Honest actors of that stake and these skills get what consensus gives them. Defended
 * by `kappa` and `bonds_penalty` while the cabal has less stake than kappa; above it, the cabal is what consensus is. It
 * gains below kappa, too: weight that it withholds lowers others, and clipping does not lift them.
 */
export const cabalValidator = defineValidator({
  description: "Gives all its weight to its team's miners (A04; with a majority of the stake A06).",
  params: z.strictObject({
    share: z.number().min(0).max(1).default(1).describe("part of the weight that goes to the team's miners"),
    fill: z.boolean().default(false).describe('whether its rows name all uids of the subnet'),
  }),
  open: ({ share, fill }) => ({
    weigh({ measured, team, network }) {
      const { uids, values } = measured()
      const own = minerUidsOf(team, network)
      const sumOf = (isOwn: boolean) =>
        uids.reduce((sum, uid, at) => (own.has(uid) === isOwn ? sum + (values[at] ?? 0) : sum), 0)
      const [ours, theirs] = [sumOf(true), sumOf(false)]
      const row = rowOf(
        uids,
        uids.map((uid, at) => {
          const value = values[at] ?? 0
          // Also miners that are worth nothing get what the team can give.
          if (own.has(uid)) return ours === 0 ? share / own.size : (share * value) / ours
          return theirs === 0 ? 0 : ((1 - share) * value) / theirs
        }),
      )
      return fill ? filledRow(row, network.size()) : row
    },
  }),
})
