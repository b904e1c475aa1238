import { equalBytes } from '../../../../../shared/bytes.ts'
import { u16 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'

export const setColdkeyAutoStakeHotkey = defineCall({
  index: 114,
  docs: `Stakes the incentive of all hotkeys of the caller on a subnet on one neuron of it from now on.
         Emits AutoStakeDestinationSet.`,
  args: { netuid: u16, hotkey: accountId },
  dispatch({ state, origin, deposit }, { netuid, hotkey }) {
    const coldkey = ensureSigned(origin)
    ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
    ensure(storage.Uids.has(state, netuid, hotkey), errors.HotKeyNotRegisteredInSubNet)
    const current = storage.AutoStakeDestination.get(state, coldkey, netuid)
    if (current !== undefined) {
      ensure(!equalBytes(current, hotkey), errors.SameAutoStakeHotkeyAlreadySet)
      const others = storage.AutoStakeDestinationColdkeys.get(state, current, netuid)
      const left = others.filter((other) => !equalBytes(other, coldkey))
      storage.AutoStakeDestinationColdkeys.put(state, [current, netuid], left)
    }
    storage.AutoStakeDestination.put(state, [coldkey, netuid], hotkey)
    storage.AutoStakeDestinationColdkeys.mutate(state, [hotkey, netuid], (coldkeys) => [...coldkeys, coldkey])
    deposit(events.AutoStakeDestinationSet({ coldkey, netuid, hotkey }))
  },
})
