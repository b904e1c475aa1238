import { option } from '../../../../../shared/scale/compound.ts'
import { multiSignature } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { beaconConfigurationPayload } from '../types.ts'

export const setBeaconConfig = defineCall({
  index: 1,
  docs: 'Makes the chain follow another beacon; with a wrong key no pulse is accepted any more. For root. Emits BeaconConfigChanged.',
  args: { config_payload: beaconConfigurationPayload, _signature: option(multiSignature) },
  dispatch({ state, block, origin, deposit }, { config_payload: { config } }) {
    ensureRoot(origin)
    storage.BeaconConfig.put(state, [], config)
    storage.NextUnsignedAt.put(state, [], block + 1)
    deposit(events.BeaconConfigChanged([]))
  },
})
