import type { Estimate } from '../../metrics/estimate.ts'
import type { Scalar } from '../json.ts'

const DIGITS = 3
/** Of an interval; more would be digits of chance. */
const INTERVAL_DIGITS = 2
const MOST_DECIMALS = 6
const LARGE = 1e6

const withMinus = (text: string): string => text.replaceAll('-', '−')
/** Decimals that show so many significant digits of a size. */
const decimalsFor = (size: number, digits: number): number =>
  Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(size))))

/** A number with so many decimals; what rounds to zero has no sign. */
const fixed = (value: number, decimals: number): string => {
  const text = value.toFixed(decimals)
  return withMinus(Number(text) === 0 ? text.replace('-', '') : text)
}

/** Three significant digits, without exponents where people read them. */
export function short(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= LARGE || size < 1e-4) return withMinus(value.toExponential(DIGITS - 1))
  return withMinus(String(size >= 100 ? Math.round(value) : Number(value.toPrecision(DIGITS))))
}

/** `1.022 ± 0.031`: two digits of the interval, and the mean as far as these reach. */
export const withInterval = (found: Estimate | undefined): string => {
  if (found === undefined) return '–'
  const { mean, halfWidth } = found
  if (halfWidth === undefined) return short(mean)
  const isExact = halfWidth <= 1e-9 * Math.abs(mean)
  if (isExact) return `${short(mean)} ± 0`
  const decimals = decimalsFor(halfWidth, INTERVAL_DIGITS)
  if (decimals > MOST_DECIMALS || Math.abs(mean) >= LARGE) return `${short(mean)} ± ${short(halfWidth)}`
  return `${fixed(mean, decimals)} ± ${fixed(halfWidth, decimals)}`
}

/** Numbers that stand beside each other, all with the decimals that tell them apart. */
export function alike(values: readonly number[]): readonly string[] {
  const spread = Math.max(...values) - Math.min(...values)
  const decimals = spread === 0 ? Number.POSITIVE_INFINITY : decimalsFor(spread, DIGITS)
  const isFixed = decimals <= MOST_DECIMALS && values.every((value) => Math.abs(value) < LARGE)
  return values.map((value) => (isFixed ? fixed(value, decimals) : short(value)))
}

/** A value of a parameter. */
export const scalarText = (value: Scalar): string => (typeof value === 'number' ? short(value) : String(value))
