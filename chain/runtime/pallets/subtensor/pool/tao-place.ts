import type { BlockContext } from '../../../../frame/call.ts'
import type { ReadableStorage } from '../../../../interface.ts'
import { type Preservation, putIn, takeOut, transfer } from '../../balances/account.ts'
import { subnetAccount } from '../subnets/subnet.ts'
import { hasPool } from './pool.ts'

/** Where TAO is: in an account, or turned into stake at a constant price, which counts as TAO itself. */
export type TaoPlace = Uint8Array | 'stake'

/** Where the TAO is for which stake of a subnet was bought. */
export const placeOfSubnet = (state: ReadableStorage, netuid: number): TaoPlace =>
  hasPool(state, netuid) ? subnetAccount(netuid) : 'stake'

/**
 * Moves TAO. Total issuance stays; whoever says `'stake'` changes stake by the same amount.
 * @throws DispatchFaultError `Token` as transfers do.
 */
export function moveTao(
  context: BlockContext,
  move: {
    readonly from: TaoPlace
    readonly to: TaoPlace
    readonly amount: bigint
    readonly preservation: Preservation
  },
): void {
  const { from, to, amount, preservation } = move
  if (amount === 0n || from === to) return
  if (from === 'stake') {
    if (to !== 'stake') putIn(context, to, amount)
  } else if (to === 'stake') takeOut(context, from, amount, preservation)
  else transfer(context, { from, to, amount, preservation })
}
