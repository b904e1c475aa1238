import { AppError } from '../errors.ts'
import type { Tensor } from '../model/model.ts'
import { toGroups } from './groups.ts'
import { evaluate } from './polynomial.ts'
import { type Proof, VALUES_PER_PROOF } from './proof.ts'
import { topValues } from './top-values.ts'

/** How a proof compares with the hidden layer that the registered model gives for the same tasks. */
export interface ProofCheck {
  /** Activations compared: the verifier's own largest ones, 0 … 128. The prover has no say in it. */
  readonly compared: number
  /** Share of them that the proof puts a power of two or more away, 0..1: about the share missing from the prover's top. */
  readonly exponentMismatch: number
  /** Mean distance of the others in units of the last place of bfloat16 (its mantissa has 7 bits), 0..127. */
  readonly mantissaError: number
}

/** Distance in units of the last place at which two values are no longer of one size. */
const BINADE = 128

/**
 * Compares each proof with the hidden layer, [tasks, width], that the verifier computed itself. Nothing in a parsed proof
 * makes this fail.
 * @throws AppError `inference-failed` when `hidden` is no matrix, `malformed` when the proofs are too many or too few.
 */
export function verifyProofs(proofs: readonly Proof[], hidden: Tensor): readonly ProofCheck[] {
  const groups = toGroups(hidden)
  if (groups.length !== proofs.length)
    throw new AppError('malformed', `found ${proofs.length} proofs; ${hidden.dims[0]} tasks take ${groups.length}`)
  return proofs.map((proof, i) => verifyGroup(proof, groups[i] ?? new Float32Array(0)))
}

function verifyGroup({ modulus, coefficients }: Proof, values: Float32Array): ProofCheck {
  const { indices, bits } = topValues(values, VALUES_PER_PROOF)
  let mismatches = 0
  let error = 0
  indices.forEach((index, i) => {
    // Bits of one sign are ordered as the values are, so their difference counts steps; other signs are far apart.
    const distance = Math.abs((bits[i] ?? 0) - evaluate(coefficients, index % modulus))
    if (distance >= BINADE) mismatches++
    else error += distance
  })
  const compared = indices.length
  return {
    compared,
    exponentMismatch: compared === 0 ? 0 : mismatches / compared,
    mantissaError: mismatches === compared ? 0 : error / (compared - mismatches),
  }
}
