import { AppError } from '../errors.ts'
import type { Tensor } from '../model/model.ts'
import { PRIME } from './field.ts'
import { toGroups } from './groups.ts'
import { interpolate } from './polynomial.ts'
import { type Proof, VALUES_PER_PROOF } from './proof.ts'
import { topValues } from './top-values.ts'

/**
 * Proofs that a model computed this hidden layer, [tasks, width], one per 32 tasks: what TOPLOC commits to (Ong et al.
 * 2025, https://arxiv.org/abs/2501.16007, section 4), 32 times smaller than the layer at a width of 64. Whoever holds the
 * model checks them with `verifyProofs`.
 * @throws AppError `inference-failed` when `hidden` is no matrix.
 */
export const proveHidden = (hidden: Tensor): readonly Proof[] => toGroups(hidden).map(proveGroup)

function proveGroup(values: Float32Array): Proof {
  const { indices, bits } = topValues(values, VALUES_PER_PROOF)
  // Without a single activation the zero polynomial stands for "nothing", and proves nothing.
  if (indices.length === 0) return { modulus: PRIME, coefficients: Uint16Array.of(0) }
  const modulus = findModulus(indices)
  return { modulus, coefficients: interpolate({ xs: Uint16Array.from(indices, (index) => index % modulus), ys: bits }) }
}

/**
 * The largest number up to PRIME that leaves a different rest of each place. For layers up to 2046 wide that is PRIME
 * itself; for wider ones one of the next few is very likely to do.
 */
function findModulus(places: Uint32Array): number {
  // Places below PRIME are their own rests: no table of 128 KiB for every proof, which the collector would feel.
  if (places.every((place) => place < PRIME)) return PRIME
  const owner = new Uint16Array(PRIME)
  for (let modulus = PRIME; modulus >= places.length; modulus--) {
    // Marks of one modulus differ from all others', so the table needs no clearing.
    if (places.every((place) => claim(owner, place % modulus, modulus))) return modulus
  }
  throw new AppError('out-of-range', `no modulus up to ${PRIME} tells ${places.length} activations apart`)
}

function claim(owner: Uint16Array, rest: number, modulus: number): boolean {
  if (owner[rest] === modulus) return false
  owner[rest] = modulus
  return true
}
