import type { PulseCheck } from '../../../../shared/timelock/beacon.ts'
import { definePallet } from '../../../frame/pallet.ts'
import { setBeaconConfig } from './calls/set-beacon-config.ts'
import { setOldestStoredRound } from './calls/set-oldest-stored-round.ts'
import { createWritePulse } from './calls/write-pulse.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { writePulseCall } from './inherent.ts'
import { storage } from './storage.ts'
import { createPulseVerifier } from './verify.ts'

/** The pulses of a randomness beacon, which open what was locked to their rounds. `isOwn`: see `createPulseVerifier`. */
export function createDrand(isOwn?: PulseCheck) {
  const isGenuine = createPulseVerifier(isOwn)
  return definePallet({
    name: 'Drand',
    index: 26,
    docs: 'Pulses of a randomness beacon.',
    storage,
    events,
    errors,
    calls: {
      write_pulse: createWritePulse(isGenuine),
      set_beacon_config: setBeaconConfig,
      set_oldest_stored_round: setOldestStoredRound,
    },
    inherent: (data, state) => writePulseCall(data, state, isGenuine),
  })
}
