/** Numbers that are trained; moments are kept at their own precision. */
type Parameters = Float32Array | Float64Array

/** What one step takes. */
export interface AdamRates {
  /** Learning rate of this step. */
  readonly rate: number
  /** Share of each weight lost at learning rate 1 (Loshchilov & Hutter 2019, "Decoupled Weight Decay"). */
  readonly decay?: number
}

/** Constants of Kingma & Ba 2015, "Adam", Algorithm 1. */
const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-8

/**
 * Adam for these arrays of parameters, which it changes in place.
 * @returns moves all parameters one step down the gradients, which have the same shape.
 */
export function createAdam(
  parameters: readonly Parameters[],
): (gradients: readonly Parameters[], rates: AdamRates) => void {
  const means = parameters.map((values) => values.slice().fill(0))
  const squares = parameters.map((values) => values.slice().fill(0))
  let step = 0
  return (gradients, { rate, decay = 0 }) => {
    step++
    const corrected = (rate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step)
    parameters.forEach((values, index) => {
      const g = gradients[index] ?? values
      const m = means[index] ?? values
      const v = squares[index] ?? values
      for (let i = 0; i < values.length; i++) {
        const slope = g[i] ?? 0
        const first = BETA1 * (m[i] ?? 0) + (1 - BETA1) * slope
        const second = BETA2 * (v[i] ?? 0) + (1 - BETA2) * slope * slope
        m[i] = first
        v[i] = second
        const value = values[i] ?? 0
        values[i] = value - (corrected * first) / (Math.sqrt(second) + EPSILON) - rate * decay * value
      }
    })
  }
}
