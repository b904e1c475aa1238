import type { BlockContext } from '../../../../frame/call.ts'
import type { Storage } from '../../../../interface.ts'
import { blockEmission } from '../../../../yuma/emission-curve.ts'
import { storage as balances } from '../../balances/storage.ts'
import { issuePending, mirrorIssuance } from '../issuance.ts'
import { updateRegistrationPrices } from '../registration/burn.ts'
import { storage } from '../storage.ts'
import { minedNetuids } from '../subnets/subnet.ts'
import { revealTimelocked } from '../weights/reveal-timelocked.ts'
import { distributeEmission, drainPending } from './drain.ts'
import { updateMovingPrice } from './moving-price.ts'
import { splitAlpha } from './split-alpha.ts'

/**
 * The work of one block, before its extrinsics; the numbers are those of subtensor's coinbase/block_step.rs.
 * Weights that an extrinsic sets in a block therefore count from the next block on.
 */
export function runBlockStep(context: BlockContext): void {
  const { state, block } = context
  // 1. Registration prices fall.
  updateRegistrationPrices(state, block)
  // 2. What the curve gives at the current issuance. It is for the pools of subnets with a price; while all prices are
  //    constant there are none, so it is shown and not issued.
  storage.BlockEmission.put(state, [], blockEmission(balances.TotalIssuance.get(state)))
  // 3. Timelocked weights whose epoch has come.
  revealTimelocked(context)
  // 4. Emission of every subnet, then the epochs that are due.
  const emitting = minedNetuids(state).filter((netuid) => isEmitting(state, netuid))
  for (const netuid of emitting) emit(state, netuid)
  for (const drained of drainPending(context)) distributeEmission(context, drained)
  // 5. Moving prices.
  for (const netuid of emitting) updateMovingPrice(state, netuid, block)
  mirrorIssuance(state)
}

/** Whether participants of a subnet are paid: its owner has started it and it takes registrations. */
const isEmitting = (state: Storage, netuid: number): boolean =>
  storage.FirstEmissionBlockNumber.has(state, netuid) &&
  storage.SubtokenEnabled.get(state, netuid) &&
  storage.NetworkRegistrationAllowed.get(state, netuid)

/** Issues one block's emission of a subnet into what is pending. */
function emit(state: Storage, netuid: number): void {
  const out = storage.SubnetAlphaOut.get(state, netuid)
  const alphaEmission = blockEmission(storage.SubnetAlphaIn.get(state, netuid) + out)
  storage.SubnetAlphaOutEmission.put(state, [netuid], alphaEmission)
  storage.SubnetAlphaOut.put(state, [netuid], out + alphaEmission)
  const ownerCut = storage.OwnerCutEnabled.get(state, netuid) ? storage.SubnetOwnerCut.get(state) : undefined
  // Root takes no stake yet, so nothing of the emission is its.
  const split = splitAlpha({ alphaEmission, ownerCut, rootProportion: 0n })
  issuePending(state, storage.PendingOwnerCut, netuid, split.owner)
  issuePending(state, storage.PendingServerEmission, netuid, split.server)
  issuePending(state, storage.PendingValidatorEmission, netuid, split.validator)
  issuePending(state, storage.PendingRootAlphaDivs, netuid, split.root)
}
