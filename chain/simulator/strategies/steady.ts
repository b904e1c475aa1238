import { z } from 'zod'
import { defineValidator } from './strategy.ts'

/** Never changes its mind: what validators of a recorded network do. */
export const steadyValidator = defineValidator({
  description: 'Sets the weights that it has on chain again, to count as active.',
  params: z.strictObject({}),
  open: (_params, { hotkey }) => ({
    weigh({ network }) {
      const uid = network.uidOf(hotkey)
      const { columns, values } = network.weightsOf(uid ?? 0)
      const kept = [...columns].flatMap((column, at) => (column < network.size() ? [[column, values[at] ?? 0]] : []))
      if (uid === undefined || kept.length === 0) return undefined
      return { uids: kept.map(([column]) => column ?? 0), values: kept.map(([, value]) => value ?? 0) }
    },
  }),
})
