import { AppError } from '../errors.ts'
import { PRIME } from './field.ts'

/** Tasks that one proof speaks for; the last one of a request may speak for fewer. */
export const TASKS_PER_PROOF = 32
/** Most activations that one proof holds: 258 bytes. */
export const VALUES_PER_PROOF = 128

/**
 * Commitment to the largest activations of a hidden layer over a group of tasks: a polynomial over the field whose
 * value at (place of an activation modulo `modulus`) is the activation's bfloat16 bits.
 */
export interface Proof {
  /** 1 … PRIME. */
  readonly modulus: number
  /** 1 … 128 of them below PRIME, lowest power first. A single zero when no activation was more than zero. */
  readonly coefficients: Uint16Array
}

/** Number of proofs for a number of tasks. */
export const countProofs = (tasks: number): number => Math.ceil(tasks / TASKS_PER_PROOF)

/** Bytes of a proof: little-endian u16 modulus and coefficients. */
export function toProofBytes({ modulus, coefficients }: Proof): Uint8Array {
  const bytes = Buffer.alloc(2 + 2 * coefficients.length)
  bytes.writeUInt16LE(modulus, 0)
  coefficients.forEach((coefficient, i) => {
    bytes.writeUInt16LE(coefficient, 2 + 2 * i)
  })
  return bytes
}

/**
 * Proof from bytes of anybody.
 * @throws AppError `malformed`.
 */
export function parseProof(bytes: Uint8Array): Proof {
  const count = bytes.length / 2 - 1
  if (!Number.isInteger(count) || count < 1 || count > VALUES_PER_PROOF)
    throw new AppError(
      'malformed',
      `proof is malformed: found ${bytes.length} bytes; valid are 2 bytes and 2 for each of 1 to ${VALUES_PER_PROOF} values`,
    )
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const modulus = view.getUint16(0, true)
  if (modulus < 1 || modulus > PRIME)
    throw new AppError('malformed', `proof is malformed: modulus is ${modulus}; valid are 1 to ${PRIME}`)
  const coefficients = Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 + 2 * i, true))
  const wrong = coefficients.findIndex((coefficient) => coefficient >= PRIME)
  if (wrong !== -1)
    throw new AppError(
      'malformed',
      `proof is malformed: coefficient ${wrong} is ${coefficients[wrong]}; valid are 0 to ${PRIME - 1}`,
    )
  return { modulus, coefficients }
}
