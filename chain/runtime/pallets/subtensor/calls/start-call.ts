import { equalBytes } from '../../../../../shared/bytes.ts'
import { u16 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'

export const startCall = defineCall({
  index: 92,
  docs: `Starts a subnet: emission begins with the next block and stake may be added. For its owner, once.
         Emits FirstEmissionBlockNumberSet.`,
  args: { netuid: u16 },
  dispatch({ state, origin, block, deposit }, { netuid }) {
    const coldkey = ensureSigned(origin)
    ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
    ensure(equalBytes(storage.SubnetOwner.get(state, netuid), coldkey), errors.NotSubnetOwner)
    ensure(!storage.FirstEmissionBlockNumber.has(state, netuid), errors.FirstEmissionBlockNumberAlreadySet)
    const from = storage.NetworkRegisteredAt.get(state, netuid) + storage.StartCallDelay.get(state)
    ensure(BigInt(block) >= from, errors.NeedWaitingMoreBlocksToStarCall, () => `block ${block}, possible from ${from}`)

    const first = BigInt(block) + 1n
    storage.FirstEmissionBlockNumber.put(state, [netuid], first)
    storage.SubtokenEnabled.put(state, [netuid], true)
    deposit(events.FirstEmissionBlockNumberSet([netuid, first]))
  },
})
