import { z } from 'zod'
import { medianOf } from './median-of.ts'
import { blendRows, rowDistance } from './rows.ts'
import { defineValidator, type WeightRow } from './strategy.ts'

/**
 * Attack A02: commits several rows, from its own measurement to a copy of what was shown before, waits until the others
 * have revealed, and reveals the row that came out nearest to them. An honest validator of its stake gets what one row
 * gets. Defended by weights that open by themselves (`network.commitReveal: automatic`), where the last commit counts, and
 * by a rate limit of one commit an epoch (`weights_set_rate_limit`).
 */
export const selectiveRevealer = defineValidator({
  description: 'Commits several rows and reveals the one that turns out to be nearest to consensus (A02).',
  params: z.strictObject({
    spares: z.int().min(1).max(9).default(2).describe('rows that it commits beside its own'),
  }),
  turn: 'late',
  open: ({ spares: count }) => {
    const sets: WeightRow[][] = []
    /** Sets that wait: more than the longest reveal period. */
    const most = 101
    return {
      spares({ measured, network, self }) {
        const own = measured()
        const shown = medianOf(network, self.hotkey)
        const others =
          shown.uids.length === 0
            ? []
            : Array.from({ length: count }, (_, spare) => blendRows(own, shown, (spare + 1) / count))
        sets.push([own, ...others])
        if (sets.length > most) sets.shift()
        return others
      },
      weigh: ({ measured }) => measured(),
      reveals({ network, self }, row) {
        const rows = sets.find((set) => set.includes(row)) ?? [row]
        const target = medianOf(network, self.hotkey)
        const size = network.size()
        const distances = rows.map((candidate) => rowDistance(candidate, target, size))
        return distances.indexOf(Math.min(...distances)) === rows.indexOf(row)
      },
    }
  },
})
