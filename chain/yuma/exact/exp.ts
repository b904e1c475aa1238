import { I32F32 } from '../fixed.ts'

const LIMIT = 20n << 32n
/** Euler's number as the library stores it, with 23 fraction bits: not what the series gives. */
const E = 11_674_931_200n

/** `exp_safe` on raw I32F32: e^x for x clamped to [−20, 20], by 30 terms of the series. */
export function exactExp(x: bigint): bigint {
  const clamped = x < -LIMIT ? -LIMIT : x > LIMIT ? LIMIT : x
  if (clamped === 0n) return I32F32.one
  if (clamped === I32F32.one) return E
  const magnitude = clamped < 0n ? -clamped : clamped
  let result = magnitude + I32F32.one
  let term = magnitude
  for (let i = 2n; i < 32n; i++) {
    term = ((term * magnitude) >> 32n) / i
    result += term
  }
  return clamped < 0n ? (1n << 64n) / result : result
}

/** 1 / (1 + e^x) on raw I32F32: the sigmoid of liquid alpha once its argument is known. */
export const exactSigmoid = (x: bigint): bigint => I32F32.divide(I32F32.one, I32F32.add(I32F32.one, exactExp(x)))
