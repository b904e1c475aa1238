import { z } from 'zod'
import { rowOf, sharesOf } from '../../../shared/weights/rows.ts'
import { medianOf } from './median-of.ts'
import { defineValidator } from './strategy.ts'

/**
 * Attack A03: a copier that draws the trend of shown weights out to where they should be once its own are in force. An
 * honest validator of its stake gets as much per stake as all others. Defended by a longer reveal period and by tasks whose
 * ranks move in ways that a trend does not tell; where skills are a random walk there is no trend to be told.
 */
export const predictiveCopier = defineValidator({
  description: 'Measures nothing and draws the trend of the weights that others have shown out to the present (A03).',
  params: z.strictObject({
    ahead: z.number().min(0).max(100).default(2).describe('epochs that the trend is drawn out by'),
    damping: z.number().min(0).max(1).default(0.3).describe('part of the last step that is taken to go on'),
  }),
  turn: 'late',
  open: ({ ahead, damping }, self) => {
    let before: Float64Array | undefined
    return {
      weigh({ network }) {
        const shown = medianOf(network, self.hotkey)
        if (shown.uids.length === 0) return undefined
        const now = sharesOf(shown, network.size())
        const last = before ?? now
        before = now
        const values = shown.uids.map((uid) => {
          const share = now[uid] ?? 0
          return share + ahead * damping * (share - (last[uid] ?? share))
        })
        return rowOf(shown.uids, values)
      },
    }
  },
})
