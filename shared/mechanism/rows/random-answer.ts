import { toWire, type WireTensor } from '../../model/tensor.ts'
import type { Rng } from '../../rng.ts'

/**
 * Answers that know nothing: rows drawn evenly from all probability distributions over the classes (a flat Dirichlet,
 * made of normalised exponentials). On average they score below chance, since they are confident for no reason.
 */
export function randomAnswer(rng: Rng, count: number, classes: number): WireTensor {
  const data = new Float32Array(count * classes)
  for (let row = 0; row < count; row++) {
    const draws = Array.from({ length: classes }, () => -Math.log(1 - rng.uniform()))
    const sum = draws.reduce((total, draw) => total + draw, 0)
    draws.forEach((draw, i) => {
      data[row * classes + i] = sum === 0 ? 1 / classes : draw / sum
    })
  }
  return toWire({ dims: [count, classes], data })
}
