import { exactSigmoid } from '../exact/exp.ts'
import { divide, ONE } from './arithmetic.ts'

const STEP = 2 ** 16
/** Up to e¹² the series and its products stay below 2⁵³. */
const LIMIT = 12 * ONE
/** Euler's number as the library stores it, with 23 fraction bits: not what the series gives. */
const E = 11_674_931_200

function exp(x: number): number {
  if (x === 0) return ONE
  if (x === ONE) return E
  const magnitude = Math.abs(x)
  let result = magnitude + ONE
  let term = magnitude
  // 30 terms; once a term is 0 the rest is 0 too.
  for (let i = 2; i < 32 && term > 0; i++) {
    // Both operations round, and neither passes k · i · 2³² or k, the marks of the whole number k, on its way: see
    // `arithmetic.ts`. Each term waits for the one before, so that one product and one quotient are a third of the time.
    const quotient = (term * magnitude) / (ONE * i)
    const whole = Math.floor(quotient)
    term = whole < quotient ? whole : whole - (whole - nextTerm(term, magnitude, i))
    result += term
  }
  return x < 0 ? divide(ONE, result) : result
}

/** floor(term · magnitude / 2³² / i), in steps that do not round. */
function nextTerm(term: number, magnitude: number, i: number): number {
  const high = Math.floor(magnitude / STEP)
  const low = magnitude - high * STEP
  const whole = Math.floor(term / ONE)
  const part = term - whole * ONE
  const product = whole * magnitude + Math.floor((part * high + Math.floor((part * low) / STEP)) / STEP)
  return Math.floor(product / i)
}

/** 1 / (1 + e^x) on raw I32F32, |x| < 2⁵³: `exp_safe` and the quotient of liquid alpha. */
export function sigmoid(x: number): number {
  if (x > LIMIT || x < -LIMIT) return Number(exactSigmoid(BigInt(x)))
  return divide(ONE, ONE + exp(x))
}
