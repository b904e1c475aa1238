import type { Attack } from './attack.ts'
import { DEFAULT_DEFENCES, type DefenceId, isDefault } from './defences.ts'

/** Which defences stand in a cell of the matrix. */
export type CellKind = 'default' | 'without' | 'with' | 'none' | 'chosen'

/** A cell: one attack under one set of defences. */
export interface Cell {
  readonly kind: CellKind
  /** The one that makes the difference to the default, of `without` and `with`. */
  readonly defence: DefenceId | null
  /** All that stand. */
  readonly defences: readonly DefenceId[]
}

/** Name of a cell in tables and baselines. */
export const cellName = ({ kind, defence }: Pick<Cell, 'kind' | 'defence'>): string =>
  defence === null ? kind : `${kind} ${defence}`

/**
 * The cells of an attack: all defences, each that concerns it switched alone, and none of those; or the chosen
 * ones, with the default beside them.
 */
export function cellsOf({ defences }: Pick<Attack, 'defences'>, chosen?: readonly DefenceId[]): readonly Cell[] {
  const all: Cell = { kind: 'default', defence: null, defences: DEFAULT_DEFENCES }
  if (chosen !== undefined) return [{ kind: 'chosen', defence: null, defences: chosen }, all]
  const standing = defences.filter(isDefault)
  const without = (left: readonly DefenceId[]) => DEFAULT_DEFENCES.filter((id) => !left.includes(id))
  return [
    all,
    ...defences.map(
      (defence): Cell =>
        isDefault(defence)
          ? { kind: 'without', defence, defences: without([defence]) }
          : { kind: 'with', defence, defences: [...DEFAULT_DEFENCES, defence] },
    ),
    ...(standing.length > 1 ? [{ kind: 'none' as const, defence: null, defences: without(standing) }] : []),
  ]
}
