import { type Beacon, roundAt } from '../../shared/timelock/beacon.ts'
import type { InherentProvider } from '../node/block/inherents.ts'
import { encodePulses, MOST_PULSES_PER_BLOCK, PULSES_INHERENT_ID } from '../runtime/pallets/drand/inherent.ts'

/** A chain that stood still for longer goes on with the newest round; what was locked to those in between stays shut. */
const MOST_BEHIND = 3600n

/** Gives each block the pulses that its chain lacks. `lastStored` tells the newest round of the parent block. */
export const createPulseInherent = (beacon: Beacon, lastStored: () => bigint): InherentProvider => ({
  id: PULSES_INHERENT_ID,
  data({ timestampMs }) {
    const newest = roundAt(beacon.parameters, timestampMs)
    const stored = lastStored()
    const after = stored > 0n && newest - stored > MOST_BEHIND ? newest - 1n : stored
    return encodePulses(beacon.pulsesAfter(after, timestampMs, MOST_PULSES_PER_BLOCK))
  },
})
