import { z } from 'zod'
import { U16_MAX } from '../../../shared/units.ts'
import { lookUp } from '../attack/arena/lookup.ts'
import { keysNamed } from '../world/actor-keys.ts'
import { defineMiner, defineValidator } from './strategy.ts'

// What the miner and validator programs can be told to do: each has the same name there.

/** Answers at random: no better than chance. */
export const randomMiner = defineMiner({
  description: 'Answers at random, which is worth nothing.',
  params: z.strictObject({}),
  open: () => ({ answer: () => ({ skill: 0 }) }),
})

/** Answers rightly, but later than anybody waits. */
export const lateMiner = defineMiner({
  description: 'Answers later than anybody waits.',
  params: z.strictObject({}),
  open: () => ({ answer: () => ({ skill: undefined }) }),
})

/** Is announced without anybody listening. */
export const offlineMiner = defineMiner({
  description: 'Is registered and never answers.',
  params: z.strictObject({}),
  open: () => ({ answer: () => ({ skill: undefined }) }),
})

/**
 * Attack B04: looks tasks up whose right answers are public, and answers the others itself. Since no fresh task comes
 * twice, it is honest where tasks are fresh: at the level `full`, `round.tasks` decides that.
 */
export const cacheMiner = defineMiner({
  description: 'Answers tasks whose answers are known from memory; fresh tasks leave it nothing to remember (B04).',
  params: z.strictObject({}),
  open: () => ({
    answer: ({ skill }) => ({ skill }),
    work: (work) => lookUp(work.model).answer(work),
  }),
})

/** Registers a model that it does not run. */
export const downgradeMiner = defineMiner({
  description: 'Registers the best model and answers with another one of its own skill, so that its proofs fail.',
  params: z.strictObject({}),
  open: () => ({ answer: ({ skill }) => ({ skill, proof: 'failed' }) }),
})

/** Pays one miner as the best, whatever its answers are worth. */
export const favouringValidator = defineValidator({
  description: 'Measures as the honest and gives one miner the weight of the best.',
  params: z.strictObject({
    friend: z.string().default('').describe('name of the miner, such as `honest miners 2`; nobody without'),
  }),
  open: ({ friend }) => {
    const { hotkey } = keysNamed(friend)
    return {
      weigh({ measured, network }) {
        const row = measured()
        const uid = network.uidOf(hotkey)
        if (uid === undefined) return row
        return { uids: row.uids, values: row.values.map((value, at) => (row.uids[at] === uid ? U16_MAX : value)) }
      },
    }
  },
})
