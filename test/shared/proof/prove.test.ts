import { describe, expect, it } from 'vitest'
import { PRIME } from '../../../shared/proof/field.ts'
import { HONEST_FAILURES, judgeProof } from '../../../shared/proof/judge.ts'
import { evaluate } from '../../../shared/proof/polynomial.ts'
import { parseProof, toProofBytes } from '../../../shared/proof/proof.ts'
import { proveHidden } from '../../../shared/proof/prove.ts'
import { topValues } from '../../../shared/proof/top-values.ts'
import { verifyProofs } from '../../../shared/proof/verify.ts'
import { seeded } from '../../support/seeded.ts'

const PERFECT = { exponentMismatch: 0, mantissaError: 0 }
/** A hidden layer as a ReLU leaves it: half of it zeros. */
const layer = (rows: number, width: number, seed = 1) => {
  const rng = seeded(seed)
  return { dims: [rows, width], data: Float32Array.from({ length: rows * width }, () => Math.max(0, rng.normal())) }
}

describe('proveHidden', () => {
  it('makes one proof per 32 tasks, of 258 bytes each', () => {
    const proofs = proveHidden(layer(70, 64))
    expect(proofs.map((proof) => toProofBytes(proof).length)).toEqual([258, 258, 258])
    expect(proofs.map((proof) => parseProof(toProofBytes(proof)))).toEqual(proofs)
  })

  it('puts the bits of the largest activations at their places', () => {
    const hidden = layer(32, 64)
    const [proof] = proveHidden(hidden)
    const { indices, bits } = topValues(hidden.data, 128)
    expect(Array.from(indices, (index) => evaluate(proof!.coefficients, index % proof!.modulus))).toEqual(
      Array.from(bits),
    )
  })

  it('finds a modulus that tells places apart where there are more of them than the prime', () => {
    const width = 4_096
    const data = new Float32Array(32 * width)
    // The same place modulo the prime.
    data[5] = 3
    data[5 + PRIME] = 2
    const [proof] = proveHidden({ dims: [32, width], data })
    expect(proof!.modulus).toBe(PRIME - 1)
    expect(verifyProofs([proof!], { dims: [32, width], data })).toEqual([{ compared: 2, ...PERFECT }])
  })

  it('is smaller where fewer activations are above zero, and proves nothing where none is', () => {
    const few = { dims: [3, 4], data: Float32Array.of(0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0) }
    expect(toProofBytes(proveHidden(few)[0]!).length).toBe(2 + 2 * 3)
    expect(verifyProofs(proveHidden(few), few)).toEqual([{ compared: 3, ...PERFECT }])
    const none = { dims: [32, 4], data: new Float32Array(128) }
    expect(proveHidden(none)).toEqual([{ modulus: PRIME, coefficients: Uint16Array.of(0) }])
    expect(verifyProofs(proveHidden(none), none)).toEqual([{ compared: 0, ...PERFECT }])
  })

  it.each([
    ['a vector', { dims: [4], data: new Float32Array(4) }],
    ['a cube', { dims: [2, 2, 2], data: new Float32Array(8) }],
    ['a wider layer than models show', { dims: [1, 8_193], data: new Float32Array(8_193) }],
    ['fewer values than the shape says', { dims: [2, 2], data: new Float32Array(3) }],
  ])('refuses %s', (_, hidden) => {
    expect(() => proveHidden(hidden)).toThrow(expect.objectContaining({ code: 'inference-failed' }))
    expect(() => verifyProofs([], hidden)).toThrow(expect.objectContaining({ code: 'inference-failed' }))
  })
})

describe('verifyProofs', () => {
  it('finds nothing wrong with an honest proof, whatever its last group', () => {
    for (const rows of [1, 31, 32, 33, 64]) {
      const hidden = layer(rows, 64)
      const checks = verifyProofs(proveHidden(hidden), hidden)
      expect(checks.length).toBe(Math.ceil(rows / 32))
      for (const check of checks) expect(check).toMatchObject(PERFECT)
      expect(checks[0]!.compared).toBe(rows === 1 ? topValues(hidden.data, 128).bits.length : 128)
    }
  })

  it('counts steps of bfloat16, across a power of two as well', () => {
    const below = { dims: [1, 2], data: Float32Array.of(2 - 2 ** -7, -3) }
    const above = { dims: [1, 2], data: Float32Array.of(2 + 2 ** -6, -3) }
    expect(verifyProofs(proveHidden(below), above)).toEqual([{ compared: 2, exponentMismatch: 0, mantissaError: 1 }])
  })

  it('counts another size or sign as a mismatch', () => {
    const honest = { dims: [1, 4], data: Float32Array.of(1, 2, 3, 4) }
    const other = { dims: [1, 4], data: Float32Array.of(-1, 2, 6, 4) }
    expect(verifyProofs(proveHidden(other), honest)).toEqual([{ compared: 4, exponentMismatch: 0.5, mantissaError: 0 }])
  })

  it('does not mind the last bits of another kernel, on tasks made of symbols that repeat values', () => {
    const rng = seeded(3)
    let failed = 0
    for (let round = 0; round < 300; round++) {
      const symbols = Array.from({ length: 5 }, () => layer(1, 64, rng.u32()).data)
      const rows = Array.from({ length: 32 }, () => symbols[rng.below(5)]!)
      const data = Float32Array.from(rows.flatMap((row) => [...row]))
      const noisy = data.map((value) => value * (1 + 1e-6 * rng.normal()))
      const [check] = verifyProofs(proveHidden({ dims: [32, 64], data: noisy }), { dims: [32, 64], data })
      if (judgeProof({ ...check!, answerGap: 0 }) === 'failed') failed++
    }
    expect(failed / 300).toBeLessThanOrEqual(HONEST_FAILURES)
  })

  it('finds the rows of other tasks and another order of the same', () => {
    const hidden = layer(32, 64)
    const swapped = {
      ...hidden,
      data: Float32Array.from([...hidden.data.subarray(64), ...hidden.data.subarray(0, 64)]),
    }
    for (const other of [layer(32, 64, 2), swapped])
      expect(verifyProofs(proveHidden(other), hidden)[0]!.exponentMismatch).toBeGreaterThan(0.8)
  })

  it('takes values that are twice as large throughout for another size', () => {
    const hidden = layer(32, 64)
    const doubled = { ...hidden, data: hidden.data.map((value) => 2 * value) }
    expect(verifyProofs(proveHidden(doubled), hidden)[0]).toMatchObject({ exponentMismatch: 1, mantissaError: 0 })
  })

  it('is not fooled by a constant, nor by a modulus that folds all places into one', () => {
    const hidden = layer(32, 64)
    const { bits } = topValues(hidden.data, 128)
    const median = bits[64]!
    const constant = [
      { modulus: PRIME, coefficients: Uint16Array.of(median) },
      { modulus: 1, coefficients: Uint16Array.of(median, 5, 6) },
    ]
    for (const proof of constant) expect(verifyProofs([proof], hidden)[0]!.mantissaError).toBeGreaterThan(5)
  })

  it('compares what is left of a layer with infinities and NaN in it', () => {
    const hidden = { dims: [1, 4], data: Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 2) }
    expect(verifyProofs(proveHidden(hidden), hidden)).toEqual([{ compared: 2, ...PERFECT }])
  })

  it('refuses more or fewer proofs than the tasks take', () => {
    const hidden = layer(33, 8)
    const proofs = proveHidden(hidden)
    for (const wrong of [[], proofs.slice(1), [...proofs, ...proofs]])
      expect(() => verifyProofs(wrong, hidden)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})
