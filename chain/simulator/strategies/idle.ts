import { z } from 'zod'
import { defineChain } from './strategy.ts'

/** Has keys and does nothing with them: what stands in for an attacker of the chain where it is to be compared. */
export const idlePlayer = defineChain({
  description: 'Does nothing; stands in for an attacker that is switched off.',
  params: z.strictObject({}),
  open: () => ({ act() {} }),
})
