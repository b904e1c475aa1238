import { WINDOW } from '../../../shared/mechanism/forecast/forecast.ts'
import type { GraphBuilder } from '../graph-builder.ts'

/** Weight of zero coefficients beside the series, in values of deviation 1: without it a smooth series has no single best fit. */
const RIDGE = 0.05

/** A forecast as a normal distribution, both [batch, 1]. */
export interface Guess {
  readonly mean: string
  readonly deviation: string
}

/**
 * Fits `x(t) = Σ wᵢ x(t−i)` to each series by least squares and forecasts by it. The normal equations are solved by
 * conjugate gradients (Hestenes & Stiefel 1952), exact after as many steps as there are coefficients but for rounding.
 */
export function regress(graph: GraphBuilder, series: string, order: number): Guess {
  const count = WINDOW - order
  const lags = Array.from({ length: order }, (_, i) => graph.slice(series, 1, order - 1 - i, WINDOW - 1 - i))
  const rows = graph.concat(
    lags.map((lag) => graph.reshape(lag, [1, count])),
    1,
  )
  const columns = graph.concat(
    lags.map((lag) => graph.reshape(lag, [count, 1])),
    2,
  )
  const targets = graph.reshape(graph.slice(series, 1, order, WINDOW), [count, 1])
  const multiply = (vector: string): string =>
    graph.apply('Add', [
      graph.apply('MatMul', [rows, graph.apply('MatMul', [columns, vector])]),
      graph.apply('Mul', [vector, graph.constant(RIDGE)]),
    ])
  const weights = solve(graph, multiply, graph.apply('MatMul', [rows, targets]), order)

  const latest = graph.concat(
    Array.from({ length: order }, (_, i) => graph.slice(series, 1, WINDOW - 1 - i, WINDOW - i)),
    1,
  )
  const mean = graph.apply('MatMul', [graph.reshape(latest, [1, order]), weights])
  const misses = graph.apply('Sub', [targets, graph.apply('MatMul', [columns, weights])])
  const squares = graph.sum(graph.apply('Mul', [misses, misses]), 1)
  const variance = graph.apply('Div', [squares, graph.constant(count - order)])
  return {
    mean: graph.reshape(mean, [1]),
    deviation: graph.reshape(graph.apply('Sqrt', [graph.apply('Add', [variance, graph.constant(1e-4)])]), [1]),
  }
}

/** Conjugate gradients for a positive definite matrix, known by what it makes of a vector [batch, size, 1]. */
function solve(graph: GraphBuilder, multiply: (vector: string) => string, target: string, size: number): string {
  const dot = (a: string, b: string): string => graph.sum(graph.apply('Mul', [a, b]), 1)
  // A series that is solved before the last step has nothing left to divide.
  const divide = (a: string, b: string): string =>
    graph.apply('Div', [a, graph.apply('Add', [b, graph.constant(1e-12)])])
  let residual = target
  let direction = target
  let solution = graph.apply('Mul', [target, graph.constant(0)])
  let length = dot(residual, residual)
  for (let step = 0; step < size; step++) {
    const image = multiply(direction)
    const stride = divide(length, dot(direction, image))
    solution = graph.apply('Add', [solution, graph.apply('Mul', [stride, direction])])
    if (step === size - 1) break
    residual = graph.apply('Sub', [residual, graph.apply('Mul', [stride, image])])
    const next = dot(residual, residual)
    direction = graph.apply('Add', [residual, graph.apply('Mul', [divide(next, length), direction])])
    length = next
  }
  return solution
}
