import { z } from 'zod'
import { RAO_PER_TAO } from '../../../shared/units.ts'
import { register } from '../economics/calls.ts'
import { defineChain } from './strategy.ts'

/**
 * Attack A12, and with a few uids that of A11: buys uids for its team's hotkeys that have none, the cheapest being whoever
 * earned least. `after` buys once weights are committed: what was committed for the old holder of a uid must not go
 * to the new one. Resources: the coldkeys' balances. Honest newcomers of no skill get nothing. Defended by the price that
 * rises with each purchase (`burn_increase_mult`, `burn_half_life`, `min_burn`), by the immunity of others
 * (`immunity_period`), and by the chain's mask of weights that are older than a registration.
 */
export const uidHoarder = defineChain({
  description: "Buys uids for its team's hotkeys, at once or between commit and reveal (A11, A12).",
  params: z.strictObject({
    perEpoch: z.int().min(1).max(4096).default(4).describe('uids that it buys in an epoch at most'),
    maxPrice: z.number().min(0).max(1e6).default(1000).describe('TAO that it pays for a uid at most'),
    from: z.int().min(0).max(1e9).default(0).describe('epoch of its first purchase'),
    every: z.int().min(1).max(1e6).default(1).describe('epochs from one time of buying to the next'),
    moment: z
      .enum(['before', 'after', 'last'])
      .default('before')
      .describe('before weights are set, after they are, or in the last block of the epoch'),
  }),
  open: ({ perEpoch, maxPrice, from, every, moment }) => ({
    act({ epoch, team, network, call }, when) {
      if (when !== moment || epoch < from || (epoch - from) % every !== 0) return
      const idle = team.filter(({ role, hotkey }) => role !== 'chain' && network.uidOf(hotkey) === undefined)
      for (const buyer of idle.slice(0, perEpoch)) {
        if (Number(network.price()) / Number(RAO_PER_TAO) > maxPrice) return
        if (!call(buyer, 'coldkey', register(network.netuid, buyer.hotkey)).ok) return
      }
    },
  }),
})
