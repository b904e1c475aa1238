import { option } from '../../../../../shared/scale/compound.ts'
import { multiSignature } from '../../../../../shared/scale/substrate.ts'
import type { PulseCheck } from '../../../../../shared/timelock/beacon.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureNone } from '../../../../frame/origin.ts'
import type { Storage } from '../../../../interface.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'
import { pulsesPayload } from '../types.ts'

/** Pulses kept: a week of a beacon with a period of 3 s, as it is on chain. */
const KEPT = 216_000n
/** Most pulses removed at once, so that no block pays for a change of what is kept. */
const MOST_REMOVED = 100

/** @param isGenuine whether a pulse is one of the beacon with a public key. */
export const createWritePulse = (isGenuine: PulseCheck) =>
  defineCall({
    index: 0,
    docs: `Stores pulses of the beacon, in the order of their rounds. The block's author makes this call; pulses prove themselves.
           Emits NewPulse. Fails with PulseVerificationError, InvalidRoundNumber.`,
    args: { pulses_payload: pulsesPayload, _signature: option(multiSignature) },
    class: 'mandatory',
    refTime: 5_000_000_000n,
    dispatch({ state, block, origin, deposit }, { pulses_payload: { pulses } }) {
      ensureNone(origin)
      const { public_key: publicKey } = storage.BeaconConfig.get(state)
      let last = storage.LastStoredRound.get(state)
      for (const pulse of pulses) {
        ensure(isGenuine(publicKey, pulse), errors.PulseVerificationError, () => `round ${pulse.round}`)
        ensure(pulse.round > last, errors.InvalidRoundNumber, () => `round ${pulse.round}, the last is ${last}`)
        storage.Pulses.put(state, [pulse.round], pulse)
        last = pulse.round
      }
      storage.LastStoredRound.put(state, [], last)
      const [first] = pulses
      if (first !== undefined && storage.OldestStoredRound.get(state) === 0n)
        storage.OldestStoredRound.put(state, [], first.round)
      removeOld(state, last)
      storage.NextUnsignedAt.put(state, [], block)
      if (pulses.length > 0) deposit(events.NewPulse({ rounds: pulses.map(({ round }) => round) }))
    },
  })

function removeOld(state: Storage, last: bigint): void {
  const oldest = storage.OldestStoredRound.get(state)
  let next = oldest
  for (let removed = 0; last - next >= KEPT && removed < MOST_REMOVED; removed++) storage.Pulses.remove(state, next++)
  if (next !== oldest) storage.OldestStoredRound.put(state, [], next)
}
