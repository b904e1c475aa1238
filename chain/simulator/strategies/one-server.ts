import { z } from 'zod'
import { defineValidator } from './strategy.ts'

/**
 * Attack A10: all validators of a team set the row that the first of them measures: one opinion that looks like many. It
 * saves all but one measurement; honest validators of its stake get as much per stake. Consensus has no defence against
 * it: who agrees is not punished.
 */
export const oneServer = defineValidator({
  description:
    "Sets the row that the first validator of its team measures: one server's opinion under many names (A10).",
  params: z.strictObject({}),
  open: () => ({
    weigh({ team, self, measuredBy }) {
      return measuredBy(team.find(({ role }) => role === 'validator') ?? self)
    },
  }),
})
