import { z } from 'zod'
import { toBareHex } from '../../../shared/bytes.ts'
import { defineValidator } from './strategy.ts'

/**
 * Attack B23: never weighs a miner that was not there when it began, so that what newcomers would earn stays with the
 * incumbents. Honest newcomers get their part in their second epoch. Defended by clipping only in part: consensus never
 * lifts weights, so stake that withholds takes its share of a newcomer's pay, and with more than kappa all of it.
 */
export const newcomerStarver = defineValidator({
  description: 'Weighs only the miners that were there when it began; newcomers get nothing (B23).',
  params: z.strictObject({}),
  open: () => {
    let known: ReadonlySet<string> | undefined
    return {
      weigh({ measured, network }) {
        const { uids, values } = measured()
        const hexes = uids.map((uid) => toBareHex(network.hotkeyOf(uid)))
        known ??= new Set(hexes)
        const incumbents = known
        return { uids, values: values.map((value, at) => (incumbents.has(hexes[at] ?? '') ? value : 0)) }
      },
    }
  },
})
