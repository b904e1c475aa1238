/** A place at which two records differ. */
export interface Difference {
  /** Of numbers; 1 where there is no number on both sides. */
  readonly size: number
  /** Name of the place and its value. */
  readonly found: string
  readonly expected: string
}

/** Figures that are worked out in the same way differ by nothing; by this at most, of their size, between machines. */
const TOLERANCE = 1e-9

/** All places at which two records of JSON values differ, beyond rounding. */
export function differencesOf(found: unknown, expected: unknown, name = ''): readonly Difference[] {
  const isRecord = [found, expected].every((value) => typeof value === 'object' && value !== null)
  if (!isRecord) {
    const isNumber = typeof found === 'number' && typeof expected === 'number'
    const size = isNumber ? found - expected : Number(found !== expected)
    const room = isNumber ? TOLERANCE * Math.max(1, Math.abs(expected)) : 0
    return Math.abs(size) <= room ? [] : [{ size, found: toText(name, found), expected: toText(name, expected) }]
  }
  const [left, right] = [new Map(Object.entries(found ?? {})), new Map(Object.entries(expected ?? {}))]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differencesOf(left.get(key), right.get(key), name === '' ? key : `${name}.${key}`),
  )
}

/** The place at which two records differ most; `undefined` where they are the same. */
export const worstDifference = (found: unknown, expected: unknown): Difference | undefined =>
  differencesOf(found, expected).reduce<Difference | undefined>(
    (worst, one) => (worst === undefined || Math.abs(one.size) > Math.abs(worst.size) ? one : worst),
    undefined,
  )

const toText = (name: string, value: unknown): string =>
  `${name} ${value === undefined || value === null ? 'none' : typeof value === 'object' ? JSON.stringify(value).slice(0, 100) : value}`
