import { u16 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { blocksUntilAutoEpoch } from '../epoch/schedule.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { ensureOwner, ensureOwnerRate, noteOwnerChange } from '../subnets/owner.ts'

const HYPERPARAMETER = 31

export const triggerEpoch = defineCall({
  index: 141,
  docs: `Asks for an epoch as soon as the freeze window has passed, where weights are not committed and revealed. For the
         owner of the subnet. Emits EpochTriggered.`,
  args: { netuid: u16 },
  dispatch({ state, origin, block, deposit }, { netuid }) {
    const by = ensureOwner(state, origin, netuid)
    ensure(!storage.CommitRevealWeightsEnabled.get(state, netuid), errors.DynamicTempoBlockedByCommitReveal)
    ensure(storage.PendingEpochAt.get(state, netuid) === 0n, errors.EpochTriggerAlreadyPending)
    const window = BigInt(storage.AdminFreezeWindow.get(state))
    const remaining = blocksUntilAutoEpoch({
      lastEpochBlock: storage.LastEpochBlock.get(state, netuid),
      tempo: storage.Tempo.get(state, netuid),
      block: BigInt(block),
    })
    ensure(remaining >= window, errors.AutoEpochAlreadyImminent, () => `${remaining} blocks, at least ${window}`)
    ensureOwnerRate(state, netuid, HYPERPARAMETER, block)
    const fires_at = BigInt(block) + window
    storage.PendingEpochAt.put(state, [netuid], fires_at)
    noteOwnerChange(state, netuid, HYPERPARAMETER, block)
    deposit(events.EpochTriggered({ netuid, by, fires_at }))
  },
})
