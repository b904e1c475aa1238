import type { Estimate } from '../../metrics/estimate.ts'
import type { Scalar } from '../json.ts'

const DIGITS = 3

/** Three significant digits, without exponents where people read them. */
export function short(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e6 || size < 1e-4) return value.toExponential(DIGITS - 1)
  return String(size >= 100 ? Math.round(value) : Number(value.toPrecision(DIGITS))).replace('-', '−')
}

/** `1.02 ± 0.03` */
export const withInterval = (found: Estimate | undefined): string => {
  if (found === undefined) return '–'
  return found.halfWidth === undefined ? short(found.mean) : `${short(found.mean)} ± ${short(found.halfWidth)}`
}

/** A value of a parameter. */
export const scalarText = (value: Scalar): string => (typeof value === 'number' ? short(value) : String(value))
