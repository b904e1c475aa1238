import { AppError } from '../../../shared/errors.ts'
import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'
import { raiseIssuance } from '../../runtime/pallets/balances/account.ts'
import { mirrorIssuance } from '../../runtime/pallets/subtensor/issuance.ts'
import { createHotkey } from '../../runtime/pallets/subtensor/registration/hotkey-account.ts'
import { appendNeuron } from '../../runtime/pallets/subtensor/registration/neuron-slots.ts'
import { increaseStake } from '../../runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import type { Member } from '../scenario/cast.ts'
import { applyHyperparameters } from '../scenario/hyperparameters.ts'
import type { Scenario } from '../scenario/schema.ts'
import { openWorld, type World } from '../world/world.ts'
import { isRecorded } from './recorded-actors.ts'
import { RECORDED_NETUID as netuid, writeRecorded } from './write-recorded.ts'

/**
 * A chain with the recorded network and beside it the scenario's own participants, who are registered in its block. The
 * scenario's settings come after those of the network, and its way to bring weights is its own.
 * @throws AppError `too-many-actors`; `impossible-hyperparameter`.
 */
export function openOnRecorded({ network }: Scenario, cast: readonly Member[], snapshot: MetagraphSnapshot): World {
  const { neurons, block } = snapshot
  const own = cast.filter((member) => !isRecorded(member) && member.isRegistered)
  const needed = neurons.length + own.length
  const recordedMost = Number(snapshot.hyperparameters.max_allowed_uids ?? neurons.length)
  const maxUids = network.maxUids ?? Math.max(recordedMost, needed)
  if (needed > maxUids)
    throw new AppError(
      'too-many-actors',
      `${neurons.length} recorded neurons and ${own.length} participants do not fit ${maxUids} uids; set network.maxUids to ${needed} or more, or let some begin with registered: false`,
    )
  const endowments = cast.map(({ coldkey, balance }) => ({ who: coldkey, rao: balance }))
  const world = openWorld(
    (state) => {
      writeRecorded(state, { snapshot, endowments })
      storage.MaxAllowedUids.put(state, [netuid], maxUids)
      for (const { hotkey, coldkey, stake } of own) {
        createHotkey(state, coldkey, hotkey)
        appendNeuron(state, { netuid, hotkey, block: block.number })
        if (stake === 0n) continue
        increaseStake(state, { hotkey, coldkey, netuid }, stake)
        raiseIssuance(state, stake)
      }
      mirrorIssuance(state)
    },
    undefined,
    block.number + 1,
  )
  applyHyperparameters(world, netuid, {
    commit_reveal_weights_enabled: network.commitReveal !== 'off',
    ...(network.commitReveal !== 'off' && { commit_reveal_weights_interval: network.revealPeriod }),
    ...network.hyperparameters,
  })
  return world
}
