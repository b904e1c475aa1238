/** All on the likeliest class. */
export function certainRow(row: Float32Array): Float32Array {
  let best = 0
  for (let i = 1; i < row.length; i++) if ((row[i] ?? 0) > (row[best] ?? 0)) best = i
  return Float32Array.from(row, (_, i) => Number(i === best))
}

/** Largest entry. */
export const topOf = (row: Float32Array): number => row.reduce((most, value) => Math.max(most, value), 0)

/** The row with normal noise of a standard deviation on its logarithms. */
export function disturbedRow(row: Float32Array, sigma: number, normal: () => number): Float32Array {
  const moved = Float64Array.from(row, (value) => Math.log(Math.max(value, 1e-6)) + sigma * normal())
  const top = moved.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  const grown = moved.map((value) => Math.exp(value - top))
  const sum = grown.reduce((total, value) => total + value, 0)
  return Float32Array.from(grown, (value) => value / sum)
}
