import type { Cell } from '../../../../frame/cell.ts'
import { derive } from '../../../../frame/derive.ts'
import type { Row } from '../../../../yuma/rows.ts'
import { storage } from '../storage.ts'
import { mechanismIndices } from '../subnets/subnet.ts'

/** Rows of one mechanism of a subnet, by uid. */
export interface MechanismRows {
  /** Storage key of the mechanism. */
  readonly index: number
  readonly weights: readonly Cell<Row, Row>[]
  readonly bonds: readonly Cell<Row, Row>[]
}

/** Rows of all mechanisms of a subnet, in order. */
export const mechanismRows = derive(
  [storage.SubnetworkN, storage.MechanismCountCurrent],
  (state, netuid): readonly MechanismRows[] => {
    const uids = Array.from({ length: storage.SubnetworkN.get(state, netuid) }, (_, uid) => uid)
    return mechanismIndices(state, netuid).map((index) => ({
      index,
      weights: uids.map((uid) => storage.Weights.cell(state, index, uid)),
      bonds: uids.map((uid) => storage.Bonds.cell(state, index, uid)),
    }))
  },
)
