import type { BlockContext } from '../../../../frame/call.ts'
import { derive } from '../../../../frame/derive.ts'
import { storage as system } from '../../../../frame/system/storage.ts'
import { blockEmission } from '../../../../yuma/emission-curve.ts'
import { storage as balances } from '../../balances/storage.ts'
import { mirrorIssuance } from '../issuance.ts'
import { updateRegistrationPrices } from '../registration/burn.ts'
import { applyPendingChildren, hasPendingChildren } from '../staking/children.ts'
import { claimForSome } from '../staking/claim.ts'
import { storage } from '../storage.ts'
import { minedNetuids } from '../subnets/subnet.ts'
import { revealTimelocked } from '../weights/reveal-timelocked.ts'
import { distributeEmission, drainPending } from './drain.ts'
import { emitToSubnets, rootShare } from './emit.ts'
import { updateMovingPrice } from './moving-price.ts'

/**
 * The work of one block, before its extrinsics; the numbers are those of subtensor's coinbase/block_step.rs.
 * Weights that an extrinsic sets in a block therefore count from the next block on.
 */
export function runBlockStep(context: BlockContext): void {
  const { state, block } = context
  // 1. Registration prices fall.
  updateRegistrationPrices(state, block)
  // 2. What the curve gives at the current issuance. Pools get their shares of it; the rest is shown and not issued.
  const taoEmission = blockEmission(balances.TotalIssuance.get(state))
  storage.BlockEmission.put(state, [], taoEmission)
  // 3. Timelocked weights whose epoch has come.
  revealTimelocked(context)
  // 4. Emission of every subnet, then the epochs that are due. Who has children waiting is read before their writes.
  const netuids = minedNetuids(state)
  const withChildren = netuids.filter((netuid) => hasPendingChildren(state, netuid))
  const emitting = emittingNetuids(state, 0)
  emitToSubnets(context, emitting, taoEmission)
  for (const drained of drainPending(context)) distributeEmission(context, drained)
  // 5. Moving prices.
  for (const netuid of emitting) updateMovingPrice(state, netuid, block)
  // 6. The share of root stake, for reading.
  for (const netuid of emitting) storage.RootProp.put(state, [netuid], rootShare(state, netuid))
  // 7. Children chosen long enough ago, on subnets whose epoch ran in this block.
  for (const netuid of withChildren)
    if (storage.LastEpochBlock.get(state, netuid) === BigInt(block)) applyPendingChildren(context, netuid)
  // 8. and 9. Claims of some root stakers.
  claimForSome(context, system.ParentHash.get(state))
  mirrorIssuance(state)
}

/** Subnets whose participants are paid: the owner has started it and it takes registrations. The key is not looked at. */
const emittingNetuids = derive(
  [
    storage.NetworksAdded,
    storage.FirstEmissionBlockNumber,
    storage.SubtokenEnabled,
    storage.NetworkRegistrationAllowed,
  ],
  (state): readonly number[] =>
    minedNetuids(state).filter(
      (netuid) =>
        storage.FirstEmissionBlockNumber.has(state, netuid) &&
        storage.SubtokenEnabled.get(state, netuid) &&
        storage.NetworkRegistrationAllowed.get(state, netuid),
    ),
)
