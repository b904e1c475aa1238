import { z } from 'zod'
import { U16_MAX } from '../../../shared/units.ts'
import { defineChain, type Participant } from '../strategies/strategy.ts'
import { addStake, changeTake, LEAST_RAO, raoOf, removeStake, shareOfRao } from './calls.ts'

/**
 * Keeps the money of its team. What an epoch pays is stake by itself and compounds; of that growth the treasurer takes
 * `out` back into the balance of each member, and of the balances it stakes `restake` on the team's validators in turn.
 * With `take`, it sets what the team's validators keep of the dividends of others, as the chain's rate limit lets it.
 */
export const treasurer = defineChain({
  description: "Takes out or restakes what its team earns, and sets its validators' take.",
  params: z.strictObject({
    every: z.int().min(1).max(1e6).default(1).describe('epochs between two looks'),
    out: z.number().min(0).max(1).default(0).describe('share of what stake grew by that is taken out'),
    restake: z.number().min(0).max(1).default(0).describe("share of free TAO that goes on the team's validators"),
    reserve: z.number().min(0).max(1e6).default(1).describe('TAO that each member keeps free'),
    take: z.number().min(0).max(1).optional().describe('share of dividends that validators keep, from epoch `from` on'),
    from: z.int().min(0).max(1e7).default(0).describe('first epoch in which it sets the take'),
  }),
  open: ({ every, out, restake, reserve, take, from }) => {
    const staked = new Map<Participant, bigint>()
    let turn = 0
    return {
      act({ epoch, network, team, call }, when) {
        if (when !== 'before' || epoch % every !== 0) return
        const { netuid } = network
        const validators = team.filter(
          ({ role, hotkey }) => role === 'validator' && network.uidOf(hotkey) !== undefined,
        )
        if (take !== undefined && epoch >= from)
          for (const by of validators) {
            const wanted = Math.round(take * U16_MAX)
            const now = Math.round(network.takeOf(by.hotkey) * U16_MAX)
            if (wanted !== now) call(by, 'coldkey', changeTake(by.hotkey, wanted, wanted > now))
          }
        for (const member of team) {
          if (member.role === 'chain') continue
          const { hotkey, coldkey } = member
          const stake = network.ownStakeOf(hotkey, coldkey)
          const grown = shareOfRao(stake - (staked.get(member) ?? stake), out)
          if (grown > LEAST_RAO) call(member, 'coldkey', removeStake(netuid, hotkey, grown))
          const free = shareOfRao(network.balanceOf(coldkey) - raoOf(reserve), restake)
          const target = validators.length === 0 ? undefined : validators[turn++ % validators.length]
          if (target !== undefined && free > LEAST_RAO) call(member, 'coldkey', addStake(netuid, target.hotkey, free))
          staked.set(member, network.ownStakeOf(hotkey, coldkey))
        }
      },
    }
  },
})
