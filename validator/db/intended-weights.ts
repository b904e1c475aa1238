import { z } from 'zod'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import { uid } from '../../shared/units.ts'
import { parserOf } from '../../shared/zod-parser.ts'
import { type Orm, type Queryable, writing } from './orm.ts'
import { intendedWeights } from './schema.ts'
import { basisJson, type Made } from './weights.ts'

/** A row that may be on its way to the chain. */
export interface IntendedWeights extends Made, Omit<typeof intendedWeights.$inferSelect, 'id' | 'made'> {}

const madeJson = z.object({
  weights: z.array(
    z.object({
      hotkey: z.string().transform((value) => parseSs58(value)),
      uid: z.number().transform(uid),
      value: z.number(),
    }),
  ),
  basis: z
    .object({ mechanism: z.string(), roundId: z.number(), ...basisJson.shape })
    .optional()
    .transform((value): Made['basis'] => value),
})
const parseMade = parserOf(madeJson, 'row of weights that was intended')

/** The row that was written last and that nothing is known of; `undefined` when there is none. */
export function readIntended(orm: Queryable): IntendedWeights | undefined {
  const row = orm.select().from(intendedWeights).get()
  if (row === undefined) return undefined
  const { id: _, made, ...about } = row
  return { ...about, ...parseMade(JSON.parse(made)) }
}

/**
 * Stores a row before it is sent, in the place of any other. `storeWeights` drops it when the chain has accepted it.
 * @throws AppError `database-failed`.
 */
export function storeIntended(orm: Orm, { weights, basis, ...about }: IntendedWeights): void {
  const row = { ...about, made: JSON.stringify({ weights, basis }) }
  writing(() =>
    orm
      .insert(intendedWeights)
      .values({ id: 1, ...row })
      .onConflictDoUpdate({ target: intendedWeights.id, set: row })
      .run(),
  )
}

/** Drops a row that the chain has not taken. @throws AppError `database-failed`. */
export const dropIntended = (orm: Orm): void => void writing(() => orm.delete(intendedWeights).run())
