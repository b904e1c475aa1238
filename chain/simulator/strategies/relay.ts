import { z } from 'zod'
import { defineMiner } from './strategy.ts'

/**
 * Attack B02: passes every task on to another miner and gives its answers as its own. A miner answers whoever has a
 * permit, so a relay needs stake of its own or earned; without, and where the other has no uid, it answers with its own
 * model.
 */
export const relayMiner = defineMiner({
  description: 'Lets another miner answer, whom it asks as a validator would: it needs stake for a permit (B02).',
  params: z.strictObject({
    victim: z.string().default('').describe('name of the miner, such as `honest miners 2`; nobody without'),
  }),
  open: ({ victim }) => ({
    answer({ self, network, skill, skillOf, named }) {
      const other = named(victim)
      const uid = network.uidOf(self.hotkey)
      const isHeard = uid !== undefined && network.permits()[uid] === true
      if (other === undefined || other === self || !isHeard || network.uidOf(other.hotkey) === undefined)
        return { skill }
      return { skill: skillOf(other.index), copied: other.index }
    },
  }),
})
