import type { Cell } from '../../../../frame/cell.ts'
import type { Storage } from '../../../../interface.ts'
import type { MechanismsOutput } from '../../../../yuma/mechanisms.ts'
import { emptyRow, type Row } from '../../../../yuma/rows.ts'
import { storage } from '../storage.ts'
import { mechanismRows } from './mechanism-rows.ts'

/** Stores what an epoch found. Every uid gets a bonds row, the empty ones too. */
export function writeEpochOutput(state: Storage, netuid: number, output: MechanismsOutput): void {
  const { subnet, mechanisms } = output
  storage.Active.put(state, [netuid], subnet.active)
  storage.Emission.put(state, [netuid], subnet.emission)
  storage.Consensus.put(state, [netuid], numbersOf(subnet.consensus))
  storage.Dividends.put(state, [netuid], numbersOf(subnet.dividends))
  storage.ValidatorTrust.put(state, [netuid], numbersOf(subnet.validatorTrust))
  storage.ValidatorPermit.put(state, [netuid], subnet.validatorPermit)
  storage.StakeWeight.put(state, [netuid], numbersOf(subnet.stakeWeight))
  for (const [mecid, { index, bonds }] of mechanismRows(state, netuid).entries()) {
    const mechanism = mechanisms[mecid]
    if (mechanism === undefined) continue
    storage.Incentive.put(state, [index], numbersOf(mechanism.incentive))
    for (let uid = 0; uid < bonds.length; uid++) putBonds(bonds[uid], mechanism.bonds[uid] ?? emptyRow)
  }
}

/** Most uids are miners, whose rows are empty and stay so; writing them again would cost more than looking. */
function putBonds(cell: Cell<Row, Row> | undefined, row: Row): void {
  if (cell === undefined) return
  const isKept = row.columns.length === 0 && cell.has() && cell.get().columns.length === 0
  if (!isKept) cell.put(row)
}

/** A list of numbers, as storage holds them; spreading takes far longer. */
function numbersOf(values: Uint16Array): number[] {
  const numbers = new Array<number>(values.length)
  for (let at = 0; at < values.length; at++) numbers[at] = values[at] ?? 0
  return numbers
}
