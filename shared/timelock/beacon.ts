import { fromHex } from '../bytes.ts'
import { AppError } from '../errors.ts'
import { isSignature, readG1, roundPoint, sameG2, sha256 } from './curve.ts'

/** One round of a beacon: nobody knows it before its time, everybody can check it afterwards. */
export interface Pulse {
  readonly round: bigint
  /** SHA-256 of the signature. */
  readonly randomness: Uint8Array
  /** Compressed point of G1, 48 bytes. */
  readonly signature: Uint8Array
}

/** What a beacon is, publicly. */
export interface BeaconParameters {
  /** Compressed point of G2, 96 bytes. */
  readonly publicKey: Uint8Array
  readonly periodSeconds: number
  /** Unix seconds of round 1. */
  readonly genesisTime: number
  readonly chainHash: Uint8Array
  readonly groupHash: Uint8Array
  readonly schemeId: string
  readonly beaconId: string
}

/** Tells whether a pulse is one of the beacon with a public key. */
export type PulseCheck = (publicKey: Uint8Array, pulse: Pulse) => boolean

/** A source of pulses. Blocks are made without waiting, so it answers at once with what it has. */
export interface Beacon {
  readonly parameters: BeaconParameters
  /**
   * Pulses after a round that are out at a time, oldest first, at most `most`. After round 0, the newest alone: a chain
   * that begins has no use for the past.
   */
  pulsesAfter(round: bigint, timeMs: number, most: number): readonly Pulse[]
  /**
   * True for pulses that this very object signed not long ago, byte for byte: they need no check of their signature.
   * A beacon that others run has none.
   */
  readonly isOwn?: PulseCheck
}

const PUBLIC_KEY =
  '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a'

/** The public beacon of the League of Entropy, which the production chain uses. */
export const QUICKNET: BeaconParameters = {
  publicKey: fromHex(PUBLIC_KEY),
  periodSeconds: 3,
  genesisTime: 1_692_803_367,
  chainHash: fromHex('52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'),
  groupHash: fromHex('f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e'),
  schemeId: 'bls-unchained-g1-rfc9380',
  beaconId: 'quicknet',
}

/** The newest round that is out at a time; 0 before the first. */
export function roundAt(
  { genesisTime, periodSeconds }: Pick<BeaconParameters, 'genesisTime' | 'periodSeconds'>,
  timeMs: number,
): bigint {
  const elapsedMs = timeMs - genesisTime * 1000
  return elapsedMs < 0 ? 0n : BigInt(Math.floor(elapsedMs / (periodSeconds * 1000))) + 1n
}

/** Unix milliseconds from which a round is out. */
export const timeOfRound = (
  { genesisTime, periodSeconds }: Pick<BeaconParameters, 'genesisTime' | 'periodSeconds'>,
  round: bigint,
): number => (genesisTime + Number(round - 1n) * periodSeconds) * 1000

/** Whether the beacon with this public key made a pulse. Malformed ones are not its own. */
export function isGenuine(publicKey: Uint8Array, { round, randomness, signature }: Pulse): boolean {
  if (!Buffer.from(sha256(signature)).equals(randomness)) return false
  try {
    return isSignature(readG1('the signature', signature), roundPoint(round), sameG2('the public key', publicKey))
  } catch (error) {
    if (error instanceof AppError && error.code === 'malformed-point') return false
    throw error
  }
}
