import { toBareHex } from '../../../../shared/bytes.ts'
import { isGenuine, type PulseCheck } from '../../../../shared/timelock/beacon.ts'

/** Checks that are remembered: a block's author checks each pulse before it offers it, then once more by applying it. */
const REMEMBERED = 64

/**
 * Tells whether a pulse is the beacon's; a pure function with a memory, because one check takes 20 ms.
 * @param isOwn true only for pulses that this process signed itself: what it just made it need not check.
 */
export function createPulseVerifier(isOwn: PulseCheck = () => false): PulseCheck {
  const known = new Map<string, boolean>()
  return (publicKey, pulse) => {
    if (isOwn(publicKey, pulse)) return true
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
