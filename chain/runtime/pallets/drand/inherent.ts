import { vec } from '../../../../shared/scale/compound.ts'
import { decode, encode } from '../../../../shared/scale/type.ts'
import type { Pulse, PulseCheck } from '../../../../shared/timelock/beacon.ts'
import type { RuntimeCall } from '../../../frame/call.ts'
import type { InherentData } from '../../../frame/pallet.ts'
import { storage as system } from '../../../frame/system/storage.ts'
import type { Storage } from '../../../interface.ts'
import { storage } from './storage.ts'
import { NO_SIGNER, pulse } from './types.ts'

/** Under this identifier the node gives pulses that it heard of. */
export const PULSES_INHERENT_ID = 'drandpls'

/** Most pulses of one block: checking one takes 20 ms. */
export const MOST_PULSES_PER_BLOCK = 4

const pulses = vec(pulse)

/** What the node gives under the identifier. */
export const encodePulses = (offered: readonly Pulse[]): Uint8Array => encode(pulses, offered)

/** The call that stores those offered pulses which are new and genuine; none when there are none. */
export function writePulseCall(data: InherentData, state: Storage, isGenuine: PulseCheck): RuntimeCall | undefined {
  const raw = data.get(PULSES_INHERENT_ID)
  if (raw === undefined) return undefined
  const { public_key: publicKey } = storage.BeaconConfig.get(state)
  let last = storage.LastStoredRound.get(state)
  const accepted: Pulse[] = []
  for (const offered of decode(pulses, raw)) {
    if (accepted.length === MOST_PULSES_PER_BLOCK) break
    if (offered.round <= last || !isGenuine(publicKey, offered)) continue
    accepted.push(offered)
    last = offered.round
  }
  if (accepted.length === 0) return undefined
  return {
    pallet: 'Drand',
    call: 'write_pulse',
    args: {
      pulses_payload: { public: NO_SIGNER, block_number: system.Number.get(state), pulses: accepted },
      _signature: undefined,
    },
  }
}
