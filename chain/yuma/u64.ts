/**
 * Conversions between bigints and numbers through eight bytes of memory, which compiled code does itself; `BigInt()` and
 * `Number()` are calls that cost several times as much, and an epoch needs hundreds of them.
 */
const words = new Uint32Array(2)
const whole = new BigUint64Array(words.buffer)
whole[0] = 1n
/** Which of the words is the lower one on this machine. */
const LOW = words[0] === 1 ? 0 : 1
const HIGH = 1 - LOW
const WORD = 2 ** 32

/** The bigint of a whole number from 0 to 2⁵³. */
export function bigintOf(value: number): bigint {
  const high = Math.floor(value / WORD)
  words[LOW] = value - high * WORD
  words[HIGH] = high
  return whole[0] ?? 0n
}

/** The number of a bigint from 0 to 2⁶⁴ − 1; above 2⁵³ the nearest that there is. */
export function numberOf(value: bigint): number {
  whole[0] = value
  return (words[HIGH] ?? 0) * WORD + (words[LOW] ?? 0)
}
