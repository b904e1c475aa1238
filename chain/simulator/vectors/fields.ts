import { z } from 'zod'

const DIGITS = /^-?\d{1,60}$/
const SHOWN_CHARACTERS = 60

/** Short text of a value that was found where another was expected. */
function describe(found: unknown): string {
  if (found === undefined) return 'missing'
  if (Array.isArray(found)) return `a list of ${found.length}`
  if (typeof found === 'object' && found !== null) return 'an object'
  const text = typeof found === 'string' ? JSON.stringify(found) : String(found)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

/** Says what was found and what would be valid. */
export const wrong = (found: unknown, valid: string): string => `is ${describe(found)}; valid is ${valid}`

/** Error option of a schema. */
export const valid = (text: string) => ({ error: ({ input }: { input?: unknown }) => wrong(input, text) })

function toBigInt(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : undefined
}

const isRounded = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)

/** A whole number between two bounds: a JSON number or a decimal string. */
export const big = (least: bigint, most: bigint) =>
  z.unknown().transform((value, context): bigint => {
    const whole = toBigInt(value)
    if (whole !== undefined && whole >= least && whole <= most) return whole
    const form = isRounded(value) ? ', written as a decimal string to keep all its digits' : ''
    const message = wrong(value, `a whole number from ${least} to ${most}${form}`)
    context.issues.push({ code: 'custom', message, input: value })
    return z.NEVER
  })

/** A whole number that float64 holds. */
export const small = (least: number, most: number) => big(BigInt(least), BigInt(most)).transform(Number)
