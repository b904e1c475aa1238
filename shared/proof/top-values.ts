/** The largest values of an array by magnitude. */
export interface TopValues {
  /** Where they stand, the largest first; of those that bfloat16 rounds to the same magnitude the earlier one. */
  readonly indices: Uint32Array
  /** The values as bits of bfloat16. */
  readonly bits: Uint16Array
}

/** Bits of an infinite bfloat16 without its sign. */
const INFINITE = 0x7f80
/** Keys are magnitude · 2^22 + place: 15 and 22 bits, a whole number that float64 holds. */
const PLACES = 4_194_304

/**
 * The `count` largest values by magnitude, or fewer: zeros say nothing of the model behind a ReLU, and neither do
 * values that are infinite or NaN once rounded. Magnitudes are compared as bfloat16 rounds them: tasks
 * made of symbols repeat values, and which of those come first must not hang on the last bits of another kernel.
 * @param values at most 2^22 of them, which is all that a tensor holds.
 */
export function topValues(values: Float32Array, count: number): TopValues {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const best = new Float64Array(2 * count)
  let used = 0
  let floor = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0
    const magnitude = toBits(word) & 0x7fff
    if (magnitude === 0 || magnitude >= INFINITE) continue
    const key = magnitude * PLACES + (PLACES - 1 - i)
    if (key <= floor) continue
    best[used++] = key
    if (used < best.length) continue
    // Half of them are out for good, and so is whatever is smaller than the rest.
    best.sort()
    best.copyWithin(0, count)
    used = count
    floor = best[0] ?? 0
  }
  const keys = best.subarray(0, used).sort().reverse().subarray(0, count)
  const indices = Uint32Array.from(keys, (key) => PLACES - 1 - (key % PLACES))
  return { indices, bits: Uint16Array.from(indices, (index) => toBits(words[index] ?? 0)) }
}

/** Bits of the nearest bfloat16, ties to even, of the bits of a float32. NaN stays beyond infinity or becomes zero. */
function toBits(word: number): number {
  return ((word + 0x7fff + ((word >>> 16) & 1)) / 65_536) & 0xffff
}
