import { vec } from '../../../../shared/scale/compound.ts'
import { u64 } from '../../../../shared/scale/primitives.ts'
import { defineEvents, event } from '../../../frame/event.ts'

export const events = defineEvents('Drand', {
  BeaconConfigChanged: event(0, [], 'The chain follows another beacon now.'),
  NewPulse: event(1, { rounds: vec(u64) }, 'Pulses of these rounds were stored.'),
  SetOldestStoredRound: event(2, [u64], 'The round from which old pulses are removed was set.'),
})
