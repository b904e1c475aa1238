/** What is left of a value after one more round when half of it is left after `halfLife` rounds: `d = 2^(−1/halfLife)`. */
export const decayOf = (halfLife: number): number => 2 ** (-1 / halfLife)
