import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { AttackOutcome } from './attack.ts'

const amount = z.number().min(0)
const outcome = z
  .object({
    shares: z.array(amount).min(1),
    honest: z.array(amount).min(1),
    quality: z.array(z.number()),
    pay: z.array(amount),
    hits: z.array(z.object({ isHit: z.boolean() })),
    spending: z.object({ registration: amount, lockedStake: amount, lockedDays: amount, cpuSeconds: amount }),
    effort: z.number().positive(),
  })
  .refine(({ quality, pay }) => quality.length === pay.length, 'quality and pay are not of the same miners')

/**
 * What an attack's `play` gave, if it can be measured: whoever gives no number must not be graded as harmless.
 * @throws AppError `bad-attack` naming the first member that is missing or no number.
 */
export function checkOutcome(found: AttackOutcome): AttackOutcome {
  const { success, error } = outcome.safeParse(found)
  if (success) return found
  const [issue] = error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
  throw new AppError('bad-attack', `play gave what is no outcome: ${where}${issue?.message ?? 'not valid'}`)
}
