import { z } from 'zod'
import { defineChain } from './strategy.ts'

/**
 * Attack A09: the owner lets only rows as long as the subnet has uids count (`min_allowed_weights`) and makes whoever is
 * silent for a tempo inactive (`activity_cutoff_factor`). Validators that weigh miners alone are refused, and from then on
 * the team's, which fill their rows up, are all that consensus hears. Resources: the subnet's ownership and any validator
 * of the team. Honest owners get their cut. Defended by rows that name all uids, as a default of validators; by a freeze
 * window as long as the tempo (`admin_freeze_window`), in which nobody changes anything.
 */
export const ownerLockout = defineChain({
  description: 'Owns the subnet and makes the chain refuse the rows of validators outside its team (A09).',
  params: z.strictObject({
    from: z.int().min(0).max(1e9).default(0).describe('epoch in which it begins'),
    moment: z
      .enum(['before', 'last'])
      .default('before')
      .describe('in the first block of an epoch, or in the last, where the freeze window begins'),
  }),
  open: ({ from, moment }) => {
    let isDone = false
    return {
      act({ epoch, self, network, call }, when) {
        if (isDone || epoch < from || when !== moment) return
        const { netuid } = network
        const long = call(self, 'coldkey', {
          pallet: 'AdminUtils',
          call: 'sudo_set_min_allowed_weights',
          args: { netuid, min_allowed_weights: network.size() },
        })
        const short = call(self, 'coldkey', {
          pallet: 'SubtensorModule',
          call: 'set_activity_cutoff_factor',
          args: { netuid, factor_milli: SHORTEST_CUTOFF },
        })
        isDone = long.ok && short.ok
      },
    }
  },
})

/** Thousandths of a tempo: the least that the chain takes. */
const SHORTEST_CUTOFF = 1000
