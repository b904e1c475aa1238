import { AppError, messageOf } from '../../../shared/errors.ts'

/** What a reviver hears of a primitive: its text. TypeScript's library does not know it yet. */
interface SourceText {
  readonly source?: string
}

/** Longer integers fit no field of an epoch; parsing them would only cost time. */
const INTEGER = /^-?\d{1,60}$/

/**
 * Parses JSON without rounding: an integer that float64 cannot hold becomes a bigint.
 * @throws AppError `invalid-json` with the place of the mistake.
 */
export function parseExactJson(text: string): unknown {
  const keepDigits = (_key: string, value: unknown, context?: SourceText): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
    const source = context?.source ?? ''
    return INTEGER.test(source) ? BigInt(source) : value
  }
  try {
    // Editors on Windows start files with a byte order mark, which is no JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ''), keepDigits)
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deeply' : messageOf(error)
    throw new AppError('invalid-json', `the input is not JSON: ${reason}`, {}, error)
  }
}

/** Writes JSON, integers as numbers below 2^53 and as decimal strings from there on. */
export function toExactJson(value: unknown): string {
  const short = (_key: string, part: unknown): unknown => {
    if (typeof part !== 'bigint') return part
    const number = Number(part)
    return Number.isSafeInteger(number) ? number : part.toString()
  }
  return JSON.stringify(value, short)
}
