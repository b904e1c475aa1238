import { z } from 'zod'
import type { NetworkView } from '../play/network-view.ts'
import { defineChain } from '../strategies/strategy.ts'
import { register } from './calls.ts'

/**
 * Registers miners of its team where that pays. Rule: a miner enters when what an earning miner got in the last epoch on
 * average, times `horizon` epochs, is `margin` times the price of a registration at that moment or more. With `wave`, all
 * who wait try every `wave` epochs whatever the price, as in a run on a subnet.
 */
export const entrants = defineChain({
  description: "Registers its team's miners when the expected emission is worth the price, or in waves.",
  params: z.strictObject({
    horizon: z
      .number()
      .min(0)
      .max(1e7)
      .default(100)
      .describe('epochs of emission that a registration must pay back in'),
    margin: z.number().min(0).max(1e6).default(1).describe('how many times the price the emission must be'),
    most: z.int().min(1).max(4096).default(1).describe('registrations in one epoch'),
    rest: z.int().min(0).max(1e7).default(20).describe('epochs before a miner that lost its uid tries again'),
    wave: z.int().min(0).max(1e7).default(0).describe('epochs between two waves; 0 for none'),
    size: z.int().min(1).max(4096).default(4).describe('registrations in one wave'),
  }),
  open: ({ horizon, margin, most, rest, wave, size }) => {
    const lastSeen = new Map<number, number>()
    return {
      act({ epoch, network, team, call }, when) {
        if (when !== 'before') return
        const outside = team.filter(({ role, index, hotkey, coldkey }) => {
          if (role !== 'miner') return false
          if (network.uidOf(hotkey) === undefined)
            return mayPay(network, coldkey) && epoch - (lastSeen.get(index) ?? -Infinity) > rest
          lastSeen.set(index, epoch)
          return false
        })
        const isWave = wave > 0 && epoch > 0 && epoch % wave === 0
        const income = meanIncome(network) * horizon
        const all = isWave ? Math.max(most, size) : most
        // The price rises with each of them.
        for (const [at, miner] of outside.slice(0, all).entries()) {
          if (!(isWave && at < size) && income < margin * Number(network.price())) break
          call(miner, 'coldkey', register(network.netuid, miner.hotkey))
        }
      },
    }
  },
})

const mayPay = (network: NetworkView, coldkey: Uint8Array): boolean => network.balanceOf(coldkey) >= network.price()

/** Rao that an earning miner got in the last epoch on average. */
function meanIncome(network: NetworkView): number {
  const incentive = network.incentive()
  const emission = network.emission()
  const paid = incentive.flatMap((share, uid) => (share > 0 ? [Number(emission[uid] ?? 0n)] : []))
  return paid.length === 0 ? 0 : paid.reduce((sum, rao) => sum + rao, 0) / paid.length
}
