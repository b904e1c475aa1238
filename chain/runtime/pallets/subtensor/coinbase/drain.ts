import type { BlockContext } from '../../../../frame/call.ts'
import { consistentHotkeys } from '../epoch/hotkeys.ts'
import { runSubnetEpoch } from '../epoch/run.ts'
import { isEpochDue } from '../epoch/schedule.ts'
import { events } from '../events.ts'
import { takePending } from '../issuance.ts'
import { settleAlpha } from '../pool/alpha.ts'
import { ownStakePlaces } from '../staking/stake-place.ts'
import { hasFamilies } from '../staking/stake-reader.ts'
import { storage } from '../storage.ts'
import { minedNetuids } from '../subnets/subnet.ts'
import { forgetDividends, hasStakeDestinations, payDividends, payIncentives, payOwner, planDividends } from './pay.ts'

/** What waited for one subnet's epoch, rao. */
export interface DrainedEmission {
  readonly netuid: number
  /** By uid. */
  readonly hotkeys: readonly Uint8Array[]
  readonly server: bigint
  readonly validator: bigint
  readonly root: bigint
  readonly owner: bigint
}

/**
 * Counts the block for every subnet and takes what is pending where an epoch is due. Emits EpochDeferred where the block
 * has run as many epochs as it may, and EpochSkipped where a hotkey has two uids.
 */
export function drainPending({ state, block, deposit }: BlockContext): DrainedEmission[] {
  const limit = storage.MaxEpochsPerBlock.get(state)
  const drained: DrainedEmission[] = []
  for (const netuid of minedNetuids(state)) {
    storage.BlocksSinceLastStep.mutate(state, [netuid], (blocks) => blocks + 1n)
    if (!isEpochDue(state, netuid, block)) continue
    const now = BigInt(block)
    if (drained.length >= limit) {
      storage.PendingEpochAt.put(state, [netuid], now + 1n)
      deposit(events.EpochDeferred({ netuid, from_block: now, to_block: now + 1n }))
      continue
    }
    const hotkeys = consistentHotkeys(state, netuid)
    if (hotkeys !== undefined) {
      storage.BlocksSinceLastStep.put(state, [netuid], 0n)
      drained.push({
        netuid,
        hotkeys,
        server: takePending(state, storage.PendingServerEmission, netuid),
        validator: takePending(state, storage.PendingValidatorEmission, netuid),
        root: takePending(state, storage.PendingRootAlphaDivs, netuid),
        owner: takePending(state, storage.PendingOwnerCut, netuid),
      })
    } else deposit(events.EpochSkipped({ netuid, block: now }))
    storage.LastEpochBlock.put(state, [netuid], now)
    storage.PendingEpochAt.put(state, [netuid], 0n)
    storage.SubnetEpochIndex.mutate(state, [netuid], (index) => index + 1n)
  }
  return drained
}

/** Runs the epoch of one subnet and pays what it drained. What rounding leaves unpaid is destroyed or nobody's. */
export function distributeEmission(context: BlockContext, drained: DrainedEmission): void {
  const { state, block } = context
  const { netuid, hotkeys, server, validator, root, owner } = drained
  // Walks over storage come before the hundreds of writes of an epoch, which would have to be put in order for them.
  forgetDividends(state, netuid)
  const known = {
    netuid,
    hasDestinations: hasStakeDestinations(state, netuid),
    hasFamilies: hasFamilies(state, netuid),
  }
  const rewards = runSubnetEpoch(state, { netuid, hotkeys, block }, server + validator + root)
  const hasIncentive = rewards.some(({ incentive }) => incentive > 0n)
  // Without miners to pay, validators get the miners' half too.
  const validatorAlpha = hasIncentive ? validator : validator + server
  const payees = { ...known, places: ownStakePlaces(state, netuid, hotkeys) }
  const planned = planDividends(state, payees, rewards, { validatorAlpha, rootAlpha: root })

  const paidOwner = payOwner(state, netuid, owner)
  const paidMiners = payIncentives(context, payees, rewards)
  const paidValidators = payDividends(state, netuid, planned)
  settleAlpha(state, netuid, server + validator + root + owner - paidOwner - paidMiners - paidValidators)
  storage.LastMechansimStepBlock.put(state, [netuid], BigInt(block))
}
