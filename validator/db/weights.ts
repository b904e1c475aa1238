import { desc, eq, lt, lte, max } from 'drizzle-orm'
import { z } from 'zod'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import type { MinerFacts } from '../../shared/scoring/facts.ts'
import { type ScoringSettings, scoringSettings } from '../../shared/scoring/settings.ts'
import { type Ss58, type Uid, uid } from '../../shared/units.ts'
import { parserOf } from '../../shared/zod-parser.ts'
import { chunksOf, type Orm, type Queryable, writing } from './orm.ts'
import { intendedWeights, weightSets, weights } from './schema.ts'

/** Newest rows of weights that are kept, and published. */
export const KEPT_ROWS = 100

/** Weight of one neuron. */
export interface WeightRecord {
  readonly hotkey: Ss58
  readonly uid: Uid
  /** Share of 65 535. */
  readonly value: number
}

/** What a row was made from, beside the state that the rounds left. */
export interface WeightBasis {
  /** Key of `toScoreKey`. */
  readonly mechanism: string
  /** Newest scored round at the time: the state after it decided. */
  readonly roundId: number
  readonly miners: readonly MinerFacts[]
  readonly settings: ScoringSettings
}

/** A row of weights as it is made. */
export interface Made {
  readonly weights: readonly WeightRecord[]
  /** `undefined` for rows that no rounds were the basis of, and those of before it was kept. */
  readonly basis: WeightBasis | undefined
}

/** A row of weights that the chain accepted. */
export interface WeightSet extends Made {
  readonly block: number
  /** Milliseconds since the Unix epoch. */
  readonly setAt: number
}

/**
 * Stores an accepted row, so that nothing is intended any more, and drops old ones, in one transaction.
 * @throws AppError `database-failed`.
 */
export function storeWeights(orm: Orm, { block, setAt, weights: records, basis }: WeightSet): void {
  const store = (tx: Queryable): void => {
    const newest = tx
      .select({ id: max(weights.setId) })
      .from(weights)
      .get()
    const setId = (newest?.id ?? 0) + 1
    const rows = records.map((weight) => ({ setId, block, setAt, ...weight }))
    for (const chunk of chunksOf(rows)) tx.insert(weights).values(chunk).run()
    if (basis !== undefined) {
      const { mechanism, roundId, miners, settings } = basis
      tx.insert(weightSets)
        .values({ setId, mechanism, roundId, basis: JSON.stringify({ miners, settings }) })
        .run()
    }
    for (const table of [weights, weightSets])
      tx.delete(table)
        .where(lte(table.setId, setId - KEPT_ROWS))
        .run()
    tx.delete(intendedWeights).run()
  }
  writing(() => orm.transaction(store, { behavior: 'immediate' }))
}

/** The newest accepted row by hotkey; `undefined` before the first. */
export const readLastWeights = (orm: Queryable): WeightSet | undefined => readWeightSets(orm, { limit: 1 })[0]

/** The newest accepted rows that came into a block before `before`, newest first. */
export function readWeightSets(
  orm: Queryable,
  { before = Number.MAX_SAFE_INTEGER, limit }: { readonly before?: number; readonly limit: number },
): readonly WeightSet[] {
  const ids = orm
    .selectDistinct({ setId: weights.setId })
    .from(weights)
    .where(lt(weights.block, before))
    .orderBy(desc(weights.setId))
    .limit(limit)
    .all()
  return ids.flatMap(({ setId }) => {
    const rows = orm.select().from(weights).where(eq(weights.setId, setId)).orderBy(weights.uid).all()
    const [first] = rows
    if (first === undefined) return []
    const records = rows.map(({ hotkey, uid: slot, value }) => ({ hotkey: parseSs58(hotkey), uid: uid(slot), value }))
    return [{ block: first.block, setAt: first.setAt, weights: records, basis: readBasis(orm, setId) }]
  })
}

const maybe = <T extends z.ZodType>(schema: T) => schema.optional().transform((value): z.output<T> | undefined => value)
/** Shape of what a row was made from, as it is kept. */
export const basisJson = z.object({
  miners: z.array(
    z.object({
      hotkey: z.string(),
      uid: z.number(),
      modelBlock: maybe(z.number()),
      model: maybe(z.string()),
      registeredBlock: z.number(),
    }),
  ),
  settings: scoringSettings,
})
const parseBasis = parserOf(basisJson, 'basis of weights')

function readBasis(orm: Queryable, setId: number): WeightBasis | undefined {
  const row = orm.select().from(weightSets).where(eq(weightSets.setId, setId)).get()
  if (row === undefined) return undefined
  const { mechanism, roundId, basis } = row
  return { mechanism, roundId, ...parseBasis(JSON.parse(basis)) }
}
