import { z } from 'zod'
import { defineMiner } from '../strategies/strategy.ts'
import { raoOf } from './calls.ts'

/**
 * Works while it pays. Rule: when its mean emission of the last `patience` epochs is below `cost`, it stops answering, and
 * the chain prunes it when others come; registered anew, it begins anew.
 */
export const profitSeeker = defineMiner({
  description: 'Answers with its own model until its emission no longer pays for its work.',
  params: z.strictObject({
    cost: z.number().min(0).max(1e6).default(0.05).describe('TAO that an epoch of work costs it'),
    patience: z.int().min(1).max(1e6).default(20).describe('epochs that it looks back'),
  }),
  open: ({ cost, patience }, { hotkey }) => {
    const least = Number(raoOf(cost)) * patience
    let registeredAt: bigint | undefined
    let hasStopped = false
    let earned: number[] = []
    let sum = 0
    return {
      answer({ skill, network }) {
        const uid = network.uidOf(hotkey)
        if (uid === undefined) return { skill: undefined }
        if (network.registeredAt(uid) !== registeredAt) {
          registeredAt = network.registeredAt(uid)
          hasStopped = false
          earned = []
          sum = 0
        }
        if (hasStopped) return { skill: undefined }
        const rao = Number(network.emission()[uid] ?? 0n)
        earned.push(rao)
        sum += rao
        if (earned.length > patience) sum -= earned.shift() ?? 0
        hasStopped = earned.length === patience && sum < least
        return { skill: hasStopped ? undefined : skill }
      },
    }
  },
})
