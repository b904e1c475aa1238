import { desc, eq, lte, max } from 'drizzle-orm'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import { type Ss58, type Uid, uid } from '../../shared/units.ts'
import { chunksOf, type Orm, type Queryable, writing } from './orm.ts'
import { weights } from './schema.ts'

/** Rows of weights that are kept; the chain has the newest one anyway. */
const KEPT_SETS = 100

/** Weight of one neuron. */
export interface WeightRecord {
  readonly hotkey: Ss58
  readonly uid: Uid
  /** Share of 65 535. */
  readonly value: number
}

/** A row of weights that the chain accepted. */
export interface WeightSet {
  readonly block: number
  /** Milliseconds since the Unix epoch. */
  readonly setAt: number
  readonly weights: readonly WeightRecord[]
}

/**
 * Stores an accepted row and drops old ones, in one transaction.
 * @throws AppError `database-failed`.
 */
export function storeWeights(orm: Orm, set: WeightSet): void {
  const store = (tx: Queryable): void => {
    const newest = tx
      .select({ id: max(weights.setId) })
      .from(weights)
      .get()
    const setId = (newest?.id ?? 0) + 1
    const rows = set.weights.map((weight) => ({ setId, block: set.block, setAt: set.setAt, ...weight }))
    for (const chunk of chunksOf(rows)) tx.insert(weights).values(chunk).run()
    tx.delete(weights)
      .where(lte(weights.setId, setId - KEPT_SETS))
      .run()
  }
  writing(() => orm.transaction(store, { behavior: 'immediate' }))
}

/** The newest accepted row by hotkey; `undefined` before the first. */
export function readLastWeights(orm: Queryable): WeightSet | undefined {
  const newest = orm.select().from(weights).orderBy(desc(weights.setId)).limit(1).get()
  if (newest === undefined) return undefined
  const rows = orm.select().from(weights).where(eq(weights.setId, newest.setId)).orderBy(weights.uid).all()
  return {
    block: newest.block,
    setAt: newest.setAt,
    weights: rows.map(({ hotkey, uid: slot, value }) => ({ hotkey: parseSs58(hotkey), uid: uid(slot), value })),
  }
}
