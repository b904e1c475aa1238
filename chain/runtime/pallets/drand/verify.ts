import { toBareHex } from '../../../../shared/bytes.ts'
import { isGenuine, type Pulse } from '../../../../shared/timelock/beacon.ts'

/** Checks that are remembered: a block's author checks each pulse before it offers it, then once more by applying it. */
const REMEMBERED = 64

/** Tells whether a pulse is the beacon's; a pure function with a memory, because one check takes 20 ms. */
export function createPulseVerifier(): (publicKey: Uint8Array, pulse: Pulse) => boolean {
  const known = new Map<string, boolean>()
  return (publicKey, pulse) => {
    const key = [publicKey, pulse.randomness, pulse.signature].map(toBareHex).concat(String(pulse.round)).join()
    let verdict = known.get(key)
    if (verdict === undefined) {
      verdict = isGenuine(publicKey, pulse)
      known.set(key, verdict)
      const [oldest] = known.keys()
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
    }
    return verdict
  }
}
