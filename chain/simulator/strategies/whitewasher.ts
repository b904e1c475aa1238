import { z } from 'zod'
import { defineMiner } from './strategy.ts'

/**
 * Attack B22: works for some epochs after its registration and lives on its average from then on; with a `cycle` it works
 * again each time that many epochs have passed. With a `uid-hoarder` in its team it comes back under another hotkey when it
 * is pruned. Honest miners of its skill get the same for work in all epochs: gain is pay over the part of the epochs
 * in which it works. Defended by what newcomers give up at first (`scoring.trialRounds`), by a short memory
 * (`scoring.halfLifeRounds`) and by the price of a registration.
 */
export const whitewasher = defineMiner({
  description: 'Works for a while after its registration and is idle from then on (B22).',
  params: z.strictObject({
    work: z.int().min(1).max(1e6).default(3).describe('epochs with work'),
    cycle: z.int().min(0).max(1e6).default(0).describe('epochs from one such time to the next; 0 for never'),
    effort: z.number().min(0).max(1).default(0).describe('share of the tasks that it works on in the others'),
  }),
  open: ({ work, cycle, effort }) => {
    let registeredAt: bigint | undefined
    let since = 0
    return {
      answer({ skill, network, self, epoch }) {
        const uid = network.uidOf(self.hotkey)
        const at = uid === undefined ? undefined : network.registeredAt(uid)
        if (at !== registeredAt) {
          registeredAt = at
          since = epoch
        }
        const age = epoch - since
        return { skill: (cycle === 0 ? age : age % cycle) < work ? skill : skill * effort }
      },
    }
  },
})
