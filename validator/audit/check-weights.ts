import type { ScoringState } from '../../shared/scoring/state.ts'
import type { Ss58, Uid } from '../../shared/units.ts'
import type { PublishedRow } from '../publish/shapes.ts'
import { toWeightRecords } from '../weight-row.ts'
import type { Findings } from './deviation.ts'

/** A neuron's part of a row, as it is and as it should be, as shares of the row. */
export interface WeightShare {
  readonly hotkey: Ss58
  readonly uid: Uid
  readonly found: number
  readonly expected: number
}

/** Rounding of the last place of a weight. */
const ROUNDING = 1

/** Works out a row anew from the state after its round, and tells every weight that is another one. */
export function checkWeights(row: PublishedRow, state: ScoringState, findings: Findings): readonly WeightShare[] {
  const { block, weights, basis } = row
  if (basis === null) return []
  // Facts name hotkeys that the row has; all others get 0.
  const neurons = weights.map(({ hotkey, uid }) => ({ hotkey, uid }))
  const expected = toWeightRecords({ neurons, miners: basis.miners, state, settings: basis.settings })
  const [foundSum, expectedSum] = [sumOf(weights), sumOf(expected)]
  return weights.map(({ hotkey, uid, value: found }, index) => {
    const real = expected[index]?.value ?? 0
    const share = { hotkey, uid, found: found / foundSum, expected: real / expectedSum }
    if (Math.abs(found - real) > ROUNDING)
      findings.add({
        what: 'weight',
        round: basis.round,
        block,
        hotkey,
        uid,
        size: share.found - share.expected,
        expected: `${real} of 65535, ${percent(share.expected)} of the row`,
        found: `${found} of 65535, ${percent(share.found)} of the row`,
      })
    return share
  })
}

/** Never 0, so that shares of an empty row are 0. */
const sumOf = (row: readonly { readonly value: number }[]): number =>
  row.reduce((sum, { value }) => sum + value, 0) || 1

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
