import { createHash } from 'node:crypto'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { concat, toBareHex } from '../bytes.ts'
import { AppError, messageOf } from '../errors.ts'

/** Point of the first group of BLS12-381: signatures and hashed rounds. */
export type G1Point = typeof bls12_381.G1.Point.BASE
/** Point of the second group: public keys. */
export type G2Point = typeof bls12_381.G2.Point.BASE
type Gt = ReturnType<typeof bls12_381.pairing>

const { G1, G2, fields } = bls12_381
/** Prime order of both groups. */
export const GROUP_ORDER: bigint = fields.Fr.ORDER

/** Domain of the hash to the curve in drand's quicknet scheme `bls-unchained-g1-rfc9380`. */
const DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'

/** SHA-256 of the parts in order. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

/** Scalar of 32 bytes, first byte highest, reduced to the group. */
export function scalarFrom(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value % GROUP_ORDER
}

/** The point that a beacon signs for a round: the hash of SHA-256 of its number (8 bytes, highest first). */
export function roundPoint(round: bigint): G1Point {
  const number = new Uint8Array(8)
  new DataView(number.buffer).setBigUint64(0, round)
  return G1.Point.fromAffine(G1.hashToCurve(sha256(number), { DST: DOMAIN }).toAffine())
}

const read = <P>(what: string, length: number, bytes: Uint8Array, parse: (bytes: Uint8Array) => P): P => {
  if (bytes.length !== length)
    throw new AppError('malformed-point', `${what} has ${length} bytes; found ${bytes.length}`)
  try {
    return parse(bytes)
  } catch (cause) {
    throw new AppError('malformed-point', `${what} is no point of the group: ${messageOf(cause)}`, {}, cause)
  }
}

/** A point of G1 from its 48 compressed bytes. @throws AppError `malformed-point`, for points outside the group too. */
export const readG1 = (what: string, bytes: Uint8Array): G1Point =>
  read(what, 48, bytes, (raw) => {
    const point = G1.Point.fromBytes(raw)
    point.assertValidity()
    return point
  })

/** A point of G2 from its 96 compressed bytes. @throws AppError `malformed-point`, for points outside the group too. */
export const readG2 = (what: string, bytes: Uint8Array): G2Point =>
  read(what, 96, bytes, (raw) => {
    const point = G2.Point.fromBytes(raw)
    point.assertValidity()
    return point
  })

/** Points kept for `sameG1` and `sameG2`: keys and signatures of a few beacons and rounds. */
const KEPT = 16

/** Reads through a memory of the newest results. A point has the work of its checks and pairings kept with it, too. */
function remember<P>(parse: (what: string, bytes: Uint8Array) => P): (what: string, bytes: Uint8Array) => P {
  const known = new Map<string, P>()
  return (what, bytes) => {
    const key = toBareHex(bytes)
    const found = known.get(key)
    if (found !== undefined) return found
    const point = parse(what, bytes)
    const [oldest] = known.keys()
    if (known.size >= KEPT && oldest !== undefined) known.delete(oldest)
    known.set(key, point)
    return point
  }
}

/** `readG1` for a point that is asked for many times, such as the signature of a round. */
export const sameG1 = remember(readG1)
/** `readG2` for a point that is asked for many times, such as the key of a beacon. */
export const sameG2 = remember(readG2)

/** 48 compressed bytes. */
export const writeG1 = (point: G1Point): Uint8Array => point.toBytes(true)
/** 96 compressed bytes. */
export const writeG2 = (point: G2Point): Uint8Array => point.toBytes(true)

/** `scalar` times the generator of G2. */
export const timesG2 = (scalar: bigint): G2Point => G2.Point.BASE.multiply(scalar)

/** Whether `e(signature, generator) = e(message, publicKey)`: what makes a signature of quicknet valid. */
export function isSignature(signature: G1Point, message: G1Point, publicKey: G2Point): boolean {
  const product = bls12_381.pairingBatch([
    { g1: signature, g2: G2.Point.BASE },
    // Negated here and not in the key, with which the first half of its pairings is kept.
    { g1: message.negate(), g2: publicKey },
  ])
  return fields.Fp12.eql(product, fields.Fp12.ONE)
}

/** 576 bytes of `e(p, q)` as arkworks writes them: each base field element lowest byte first, towers low part first. */
export const pairingBytes = (p: G1Point, q: G2Point): Uint8Array => gtBytes(bls12_381.pairing(p, q))

function gtBytes({ c0, c1 }: Gt): Uint8Array {
  const elements: bigint[] = []
  for (const six of [c0, c1]) for (const two of [six.c0, six.c1, six.c2]) elements.push(two.c0, two.c1)
  return concat(...elements.map((element) => fields.Fp.toBytes(element).reverse()))
}
