import type { Probabilities } from '../rows/probabilities.ts'

/** Next values in each bin, of 10 000 at the default difficulty, counted once over half a million series. */
const COUNTS = [
  41, 18, 28, 44, 70, 111, 173, 258, 361, 455, 526, 575, 598, 593, 575, 563, 559, 571, 592, 607, 602, 567, 494, 359,
  229, 149, 97, 62, 39, 25, 17, 42,
]

/** How next values are spread over all series: the forecast of somebody who has not looked at the one in question. */
export const CLIMATE: Probabilities = Float32Array.from(COUNTS, (count) => count / 10_000)
