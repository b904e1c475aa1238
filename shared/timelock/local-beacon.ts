import { equalBytes, utf8 } from '../bytes.ts'
import { type Beacon, type BeaconParameters, type Pulse, roundAt } from './beacon.ts'
import { roundPoint, scalarFrom, sha256, timesG2, writeG1, writeG2 } from './curve.ts'

export interface LocalBeaconOptions {
  /** Whoever knows it knows every round beforehand: timelocks by this beacon hide nothing from its owner. */
  readonly seed: Uint8Array
  /** Default 1. */
  readonly periodSeconds?: number
  /** Unix seconds of round 1. Default that of quicknet, so that round numbers look alike. */
  readonly genesisTime?: number
}

const DEFAULT_GENESIS_TIME = 1_692_803_367
/** Rounds kept signed: blocks ask for the newest ones again and again. */
const KEPT = 64

/** A beacon with a key of its own, for chains without the internet. The same seed gives the same rounds everywhere. */
export function createLocalBeacon(options: LocalBeaconOptions): Beacon {
  const { seed, periodSeconds = 1, genesisTime = DEFAULT_GENESIS_TIME } = options
  const secret = scalarFrom(sha256(utf8('local beacon'), seed))
  const publicKey = writeG2(timesG2(secret))
  const parameters: BeaconParameters = {
    publicKey,
    periodSeconds,
    genesisTime,
    chainHash: sha256(publicKey, utf8(`${genesisTime} ${periodSeconds}`)),
    groupHash: sha256(publicKey),
    schemeId: 'bls-unchained-g1-rfc9380',
    beaconId: 'local',
  }
  const signed = new Map<bigint, Pulse>()

  function pulse(round: bigint): Pulse {
    const known = signed.get(round)
    if (known !== undefined) return known
    // In time that tells of the secret, which is none.
    const signature = writeG1(roundPoint(round).multiplyUnsafe(secret))
    const made = { round, randomness: sha256(signature), signature }
    signed.set(round, made)
    if (signed.size > KEPT)
      for (const [oldest] of signed) {
        signed.delete(oldest)
        break
      }
    return made
  }

  return {
    parameters,
    isOwn(key, { round, randomness, signature }) {
      const made = signed.get(round)
      if (made === undefined || !equalBytes(key, publicKey)) return false
      return equalBytes(signature, made.signature) && equalBytes(randomness, made.randomness)
    },
    pulsesAfter(round, timeMs, most) {
      const newest = roundAt(parameters, timeMs)
      const first = round === 0n ? newest : round + 1n
      const pulses: Pulse[] = []
      for (let next = first > 0n ? first : 1n; next <= newest && pulses.length < most; next++)
        pulses.push(copyOf(pulse(next)))
      return pulses
    },
  }
}

/** What is given away is copied: whoever writes to it must not change what the beacon calls its own. */
const copyOf = ({ round, randomness, signature }: Pulse): Pulse => ({
  round,
  randomness: randomness.slice(),
  signature: signature.slice(),
})
