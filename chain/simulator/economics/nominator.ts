import { z } from 'zod'
import { type ChainRound, defineChain } from '../strategies/strategy.ts'
import { addStake, LEAST_RAO, moveStake, raoOf, shareOfRao } from './calls.ts'
import { createYields, type Yields } from './yields.ts'

/**
 * Stakes on validators and follows what they yield. Rule: every `every` epochs it looks at those it has staked on and at
 * `attention` others drawn by chance; free TAO goes to the best of all these, and `share` of its stake on the worst that
 * it holds moves to the best where that yields `threshold` more, as a share of the worse yield.
 */
export const nominator = defineChain({
  description: 'Stakes on validators and moves its stake to those that yielded more.',
  params: z.strictObject({
    every: z.int().min(1).max(1e6).default(5).describe('epochs between two looks'),
    memory: z.number().min(0).max(1e6).default(10).describe('half-life of the yields that it remembers, in epochs'),
    attention: z.int().min(1).max(4096).default(3).describe('validators that it compares beside those it holds'),
    threshold: z.number().min(0).max(100).default(0.02).describe('how much better a yield must be, as a share'),
    share: z.number().min(0).max(1).default(0.5).describe('share of the worse stake that moves'),
    reserve: z.number().min(0).max(1e6).default(1).describe('TAO that it keeps free'),
  }),
  open: ({ every, memory, attention, threshold, share, reserve }) => {
    const yields = createYields(memory)
    return {
      act(round, when) {
        if (when !== 'before') return
        const { epoch, network, self, call } = round
        yields.observe(network)
        if (epoch % every !== 0) return
        const held = uidsHeld(round)
        const seen = [...new Set([...held, ...drawn(round, yields, attention)])]
        const best = bestOf(seen, yields)
        if (best === undefined) return
        const free = network.balanceOf(self.coldkey) - raoOf(reserve)
        if (free > LEAST_RAO) call(self, 'coldkey', addStake(network.netuid, network.hotkeyOf(best), free))
        const worst = bestOf(held, yields, -1)
        if (worst === undefined || worst === best) return
        if (yields.of(best) <= yields.of(worst) * (1 + threshold)) return
        const [from, to] = [network.hotkeyOf(worst), network.hotkeyOf(best)]
        const rao = shareOfRao(network.ownStakeOf(from, self.coldkey), share)
        if (rao > LEAST_RAO) call(self, 'coldkey', moveStake(network.netuid, from, to, rao))
      },
    }
  },
})

function uidsHeld({ network, self }: ChainRound): number[] {
  const uids: number[] = []
  for (let uid = 0; uid < network.size(); uid++)
    if (network.ownStakeOf(network.hotkeyOf(uid), self.coldkey) > LEAST_RAO) uids.push(uid)
  return uids
}

function drawn({ random }: ChainRound, yields: Yields, count: number): number[] {
  const validators = [...yields.validators()]
  return Array.from({ length: Math.min(count, validators.length) }, (_, at) => {
    const other = at + Math.floor(random.uniform() * (validators.length - at))
    const uid = validators[other] ?? 0
    validators[other] = validators[at] ?? 0
    validators[at] = uid
    return uid
  })
}

/** The uid of the highest yield, or with `sign` -1 of the lowest; the first of equals. */
function bestOf(uids: readonly number[], yields: Yields, sign = 1): number | undefined {
  let best: number | undefined
  for (const uid of uids) if (best === undefined || sign * (yields.of(uid) - yields.of(best)) > 0) best = uid
  return best
}
